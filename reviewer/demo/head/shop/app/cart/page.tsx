import { eq } from 'drizzle-orm'

import { CartAvailability } from '@/components/cart-availability'
import { PayButton } from '@/components/pay-button'
import { db } from '@/db'
import { cartItems, products } from '@/db/schema'
import { currentCustomer } from '@/lib/session'

export default async function CartPage() {
  const customer = await currentCustomer()
  const items = await db
    .select({ productId: products.id, name: products.name, quantity: cartItems.quantity })
    .from(cartItems)
    .innerJoin(products, eq(products.id, cartItems.productId))
    .where(eq(cartItems.customerId, customer.id))
  return (
    <>
      <h1>Your cart</h1>
      <ul>
        {items.map((item) => (
          <li key={item.productId}>
            {item.quantity} × {item.name} <PayButton productId={item.productId} quantity={item.quantity} />
          </li>
        ))}
      </ul>
      <CartAvailability items={items} />
    </>
  )
}
