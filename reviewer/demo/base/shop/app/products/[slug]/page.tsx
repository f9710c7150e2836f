import { eq } from 'drizzle-orm'
import { notFound } from 'next/navigation'

import { db } from '@/db'
import { products } from '@/db/schema'
import { euros } from '@/lib/money'

export default async function ProductPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const product = await db.query.products.findFirst({ where: eq(products.slug, slug) })
  if (!product) notFound()
  return (
    <article>
      <h1>{product.name}</h1>
      <p>{product.description}</p>
      <p>{euros(product.priceInCents)}</p>
    </article>
  )
}
