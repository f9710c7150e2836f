import { eq } from 'drizzle-orm'
import Link from 'next/link'

import { db } from '@/db'
import { products } from '@/db/schema'
import { euros } from '@/lib/money'

export const dynamic = 'force-dynamic'

export default async function ProductsPage() {
  const teas = await db.select().from(products).where(eq(products.published, true))
  return (
    <ul>
      {teas.map((tea) => (
        <li key={tea.id}>
          <Link href={`/products/${tea.slug}`}>{tea.name}</Link> {euros(tea.priceInCents)}
        </li>
      ))}
    </ul>
  )
}
