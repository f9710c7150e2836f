import { eq } from 'drizzle-orm'
import Link from 'next/link'

import { ProductSearch } from '@/components/product-search'
import { StockBadge } from '@/components/stock-badge'
import { db } from '@/db'
import { products } from '@/db/schema'
import { euros } from '@/lib/money'
import { priceWithTax } from '@/lib/pricing'

export const dynamic = 'force-dynamic'

export default async function ProductsPage() {
  const teas = await db.select().from(products).where(eq(products.published, true))
  const prices = await Promise.all(teas.map((tea) => priceWithTax(tea.priceInCents)))
  return (
    <>
      <ProductSearch />
      <ul>
        {teas.map((tea, index) => (
          <li key={tea.id}>
            <Link href={`/products/${tea.slug}`}>{tea.name}</Link> {euros(prices[index])} <StockBadge productId={tea.id} />
          </li>
        ))}
      </ul>
    </>
  )
}
