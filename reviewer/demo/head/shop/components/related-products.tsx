'use client'

import Link from 'next/link'
import useSWR from 'swr'

import { fetchJson } from '@/lib/fetch-json'

type Related = { id: string; slug: string; name: string }

export function RelatedProducts({ category, exceptId }: { category: string; exceptId: string }) {
  const { data } = useSWR<Related[]>(`/api/products?category=${encodeURIComponent(category)}`, fetchJson)
  return (
    <aside>
      <h2>You may also like</h2>
      {data
        ?.filter((product) => product.id !== exceptId)
        .map((product) => (
          <Link key={product.id} href={`/products/${product.slug}`}>
            {product.name}
          </Link>
        ))}
    </aside>
  )
}
