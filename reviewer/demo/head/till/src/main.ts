import { findProducts, takePayment } from './shop-client.ts'

/** The till in the tea room: scans a product, takes the payment. */
export async function main(scanned: string) {
  const [product] = await findProducts(scanned)
  const { orderId } = await takePayment(product.id, 1)
  console.log(`Order ${orderId}: ${product.name}`)
}
