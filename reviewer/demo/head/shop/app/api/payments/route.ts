import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'

import { db } from '@/db'
import { orders, products, stock } from '@/db/schema'
import { priceWithTax } from '@/lib/pricing'
import { stripe } from '@/lib/stripe'

const Purchase = z.object({ productId: z.uuid(), quantity: z.number().int().min(1).max(20) })

export async function POST(request: Request) {
  const idempotencyKey = request.headers.get('Idempotency-Key')
  if (!idempotencyKey) {
    return Response.json({ error: 'Idempotency-Key is missing' }, { status: 400 })
  }
  const purchase = Purchase.safeParse(await request.json())
  if (!purchase.success) {
    return Response.json({ error: z.prettifyError(purchase.error) }, { status: 422 })
  }
  const { productId, quantity } = purchase.data
  const product = await db.query.products.findFirst({ where: eq(products.id, productId) })
  if (!product) {
    return Response.json({ error: 'There is no such product' }, { status: 404 })
  }
  const order = await db.transaction(async (tx) => {
    const [left] = await tx
      .update(stock)
      .set({ available: sql`${stock.available} - ${quantity}` })
      .where(eq(stock.productId, productId))
      .returning()
    if (!left || left.available < 0) return tx.rollback()
    const totalInCents = quantity * (await priceWithTax(product.priceInCents))
    const [created] = await tx.insert(orders).values({ productId, quantity, totalInCents }).returning()
    return created
  })
  const intent = await stripe.paymentIntents.create(
    { amount: order.totalInCents, currency: 'eur', metadata: { orderId: order.id } },
    { idempotencyKey },
  )
  await db.update(orders).set({ paymentIntent: intent.id }).where(eq(orders.id, order.id))
  return Response.json({ orderId: order.id, clientSecret: intent.client_secret }, { status: 201 })
}
