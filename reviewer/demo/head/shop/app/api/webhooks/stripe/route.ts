import { eq } from 'drizzle-orm'
import type Stripe from 'stripe'

import { db } from '@/db'
import { orders } from '@/db/schema'
import { stripe } from '@/lib/stripe'

export async function POST(request: Request) {
  const signature = request.headers.get('stripe-signature')
  if (!signature) return new Response('No signature', { status: 400 })
  let event: Stripe.Event
  try {
    event = stripe.webhooks.constructEvent(await request.text(), signature, process.env.STRIPE_WEBHOOK_SECRET!)
  } catch {
    return new Response('Wrong signature', { status: 400 })
  }
  if (event.type === 'payment_intent.succeeded') {
    await db.update(orders).set({ status: 'paid' }).where(eq(orders.paymentIntent, event.data.object.id))
  } else if (event.type === 'payment_intent.payment_failed') {
    await db.update(orders).set({ status: 'failed' }).where(eq(orders.paymentIntent, event.data.object.id))
  }
  return Response.json({ received: true })
}
