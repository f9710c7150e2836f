'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'

import { db } from '@/db'
import { cartItems } from '@/db/schema'
import { currentCustomer } from '@/lib/session'

const Item = z.object({ productId: z.uuid(), quantity: z.coerce.number().int().min(1).max(20) })

export async function addToCart(formData: FormData) {
  const customer = await currentCustomer()
  const item = Item.parse(Object.fromEntries(formData))
  await db.insert(cartItems).values({ customerId: customer.id, ...item })
  revalidatePath('/cart')
}
