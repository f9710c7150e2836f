import { and, eq, sql } from 'drizzle-orm'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'

import { db } from '@/db'
import { orders, stock } from '@/db/schema'
import { sendMail } from '@/lib/mail'
import { euros } from '@/lib/money'
import { currentCustomer } from '@/lib/session'
import { stripe } from '@/lib/stripe'

const DAY = 24 * 60 * 60 * 1000

export default async function ReturnsPage() {
  const customer = await currentCustomer()
  const bought = await db.select().from(orders).where(eq(orders.customerId, customer.id))

  async function returnOrder(formData: FormData) {
    'use server'
    const customer = await currentCustomer()
    const id = String(formData.get('order'))
    const reason = String(formData.get('reason') ?? '')
    const order = await db.query.orders.findFirst({
      where: and(eq(orders.id, id), eq(orders.customerId, customer.id)),
    })
    if (!order) {
      redirect('/returns?problem=unknown')
    }
    if (order.status === 'returned' || order.status === 'refunded') {
      redirect('/returns?problem=again')
    }
    if (!order.deliveredAt) {
      if (order.paymentIntent) {
        await stripe.paymentIntents.cancel(order.paymentIntent)
      }
      await db.update(orders).set({ status: 'cancelled' }).where(eq(orders.id, id))
    } else {
      const days = (Date.now() - order.deliveredAt.getTime()) / DAY
      let share = 0
      if (days <= 14) {
        share = 1
      } else if (days <= 30) {
        if (reason === 'damaged') {
          share = 1
        } else if (reason === 'mistake') {
          share = 0.5
        }
      } else if (days <= 365 && reason === 'damaged') {
        share = 0.25
      }
      if (share === 0) {
        redirect('/returns?problem=late')
      }
      const amount = Math.round(order.totalInCents * share)
      if (order.paymentIntent) {
        try {
          await stripe.refunds.create({ payment_intent: order.paymentIntent, amount })
        } catch {
          await sendMail('refunds@teahouse.example', `Refund of ${id} failed`, `Please refund ${euros(amount)}.`)
        }
      }
      if (reason !== 'damaged') {
        await db
          .update(stock)
          .set({ available: sql`${stock.available} + ${order.quantity}` })
          .where(eq(stock.productId, order.productId))
      }
      await db.update(orders).set({ status: share === 1 ? 'refunded' : 'returned' }).where(eq(orders.id, id))
      await sendMail(customer.email, 'Your return', `We have refunded ${euros(amount)} for order ${id}.`)
    }
    revalidatePath('/returns')
    redirect('/returns?done=1')
  }

  return (
    <>
      <h1>Return an order</h1>
      <form action={returnOrder}>
        <select name="order" aria-label="Order">
          {bought.map((order) => (
            <option key={order.id} value={order.id}>
              {order.id} ({euros(order.totalInCents)})
            </option>
          ))}
        </select>
        <select name="reason" aria-label="Reason">
          <option value="damaged">It came damaged</option>
          <option value="mistake">I ordered it by mistake</option>
          <option value="other">Another reason</option>
        </select>
        <button type="submit">Return it</button>
      </form>
    </>
  )
}
