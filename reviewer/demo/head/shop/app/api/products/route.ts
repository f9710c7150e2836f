import { and, eq, ilike } from 'drizzle-orm'
import type { NextRequest } from 'next/server'
import { z } from 'zod'

import { db } from '@/db'
import { products } from '@/db/schema'
import { priceWithTax } from '@/lib/pricing'

const Search = z.object({
  q: z.string().trim().max(80).optional(),
  category: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(24),
})

export async function GET(request: NextRequest) {
  const search = Search.safeParse(Object.fromEntries(request.nextUrl.searchParams))
  if (!search.success) {
    return Response.json({ error: z.prettifyError(search.error) }, { status: 400 })
  }
  const { q, category, limit } = search.data
  const found = await db
    .select()
    .from(products)
    .where(
      and(
        eq(products.published, true),
        q ? ilike(products.name, `%${q}%`) : undefined,
        category ? eq(products.category, category) : undefined,
      ),
    )
    .limit(limit)
  const priced = await Promise.all(
    found.map(async (product) => ({ ...product, priceInCents: await priceWithTax(product.priceInCents) })),
  )
  return Response.json(priced, { headers: { 'Cache-Control': 'public, s-maxage=60' } })
}
