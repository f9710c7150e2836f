'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'

export function PayButton({ productId, quantity }: { productId: string; quantity: number }) {
  const router = useRouter()
  const [message, setMessage] = useState('')

  async function pay() {
    const response = await fetch('/api/payments', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ productId, quantity }),
    })
    if (response.status === 404) {
      setMessage('This tea is no longer sold.')
    } else if (!response.ok) {
      setMessage('The payment could not be started.')
    } else {
      const { orderId, clientSecret } = await response.json()
      router.push(`/pay/${orderId}?secret=${clientSecret}`)
    }
  }

  return (
    <>
      <button onClick={pay}>Pay</button>
      {message && <p role="alert">{message}</p>}
    </>
  )
}
