'use client'

import useSWR from 'swr'

import { getStockLevels } from '@/app/stock/actions'

export function StockBadge({ productId }: { productId: string }) {
  const { data } = useSWR(['stock', productId], () => getStockLevels([productId]), { refreshInterval: 15_000 })
  const available = data?.[productId]
  if (available === undefined) return null
  return <span>{available > 0 ? `${available} in stock` : 'Sold out'}</span>
}
