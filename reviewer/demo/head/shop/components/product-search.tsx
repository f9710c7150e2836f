'use client'

import Link from 'next/link'
import { useDeferredValue, useState } from 'react'
import useSWR from 'swr'

import { fetchJson } from '@/lib/fetch-json'

type Hit = { id: string; slug: string; name: string }

export function ProductSearch() {
  const [query, setQuery] = useState('')
  const term = useDeferredValue(query)
  const { data: hits } = useSWR<Hit[]>(term ? `/api/products?q=${encodeURIComponent(term)}&limit=5` : null, fetchJson)
  return (
    <search>
      <input type="search" value={query} onChange={(event) => setQuery(event.target.value)} aria-label="Search teas" />
      <ul>
        {hits?.map((hit) => (
          <li key={hit.id}>
            <Link href={`/products/${hit.slug}`}>{hit.name}</Link>
          </li>
        ))}
      </ul>
    </search>
  )
}
