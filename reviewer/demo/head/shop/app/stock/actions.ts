'use server'

import { inArray } from 'drizzle-orm'

import { db } from '@/db'
import { stock } from '@/db/schema'

export async function getStockLevels(productIds: string[]) {
  const rows = await db.select().from(stock).where(inArray(stock.productId, productIds))
  return Object.fromEntries(rows.map((row) => [row.productId, row.available]))
}
