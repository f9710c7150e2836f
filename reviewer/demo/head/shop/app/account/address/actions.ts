'use server'

import { eq } from 'drizzle-orm'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'

import { db } from '@/db'
import { customers } from '@/db/schema'
import { currentCustomer } from '@/lib/session'

const Address = z.object({
  street: z.string().trim().min(1),
  city: z.string().trim().min(1),
  postcode: z.string().trim().min(3),
})

export type AddressState = { saved: boolean; error?: string }

export async function updateAddress(_before: AddressState, formData: FormData): Promise<AddressState> {
  const customer = await currentCustomer()
  const address = Address.safeParse(Object.fromEntries(formData))
  if (!address.success) return { saved: false, error: 'Please fill in every field.' }
  await db.update(customers).set(address.data).where(eq(customers.id, customer.id))
  revalidatePath('/account')
  return { saved: true }
}
