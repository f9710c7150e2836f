const SHOP = process.env.SHOP_URL ?? 'https://shop.teahouse.example'

export async function findProducts(text: string) {
  const response = await fetch(`${SHOP}/api/products?q=${encodeURIComponent(text)}`)
  if (!response.ok) throw new Error(`the shop answered ${response.status}`)
  return (await response.json()) as { id: string; name: string; priceInCents: number }[]
}

export async function takePayment(productId: string, quantity: number) {
  const response = await fetch(`${SHOP}/api/payments`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ productId, quantity }),
  })
  if (response.status !== 201) throw new Error('the payment was refused')
  return (await response.json()) as { orderId: string; clientSecret: string }
}
