import { eq } from 'drizzle-orm'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'

import { db } from '@/db'
import { customers } from '@/db/schema'

/** The customer who is signed in; everyone else is sent to the sign-in page. */
export async function currentCustomer() {
  const id = (await cookies()).get('customer')?.value
  const customer = id && (await db.query.customers.findFirst({ where: eq(customers.id, id) }))
  if (!customer) redirect('/sign-in')
  return customer
}
