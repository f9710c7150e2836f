import { eq } from 'drizzle-orm'
import { notFound } from 'next/navigation'

import { AddToCart } from '@/components/add-to-cart'
import { RelatedProducts } from '@/components/related-products'
import { db } from '@/db'
import { products } from '@/db/schema'
import { euros } from '@/lib/money'
import { priceWithTax } from '@/lib/pricing'

export default async function ProductPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const product = await db.query.products.findFirst({ where: eq(products.slug, slug) })
  if (!product) notFound()
  return (
    <article>
      <h1>{product.name}</h1>
      <p>{product.description}</p>
      <p>{euros(await priceWithTax(product.priceInCents))}</p>
      <AddToCart productId={product.id} />
      <RelatedProducts category={product.category} exceptId={product.id} />
    </article>
  )
}
