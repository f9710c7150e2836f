'use client'

import useSWR from 'swr'

import { getStockLevels } from '@/app/stock/actions'

type Item = { productId: string; name: string; quantity: number }

export function CartAvailability({ items }: { items: Item[] }) {
  const ids = items.map((item) => item.productId)
  const { data: levels } = useSWR(['cart-stock', ...ids], () => getStockLevels(ids))
  const short = items.filter((item) => levels && (levels[item.productId] ?? 0) < item.quantity)
  if (short.length === 0) return null
  return <p role="alert">Not enough left of {short.map((item) => item.name).join(', ')}.</p>
}
