'use server'

const TAX_PERCENT = 23

export async function priceWithTax(priceInCents: number) {
  return Math.round((priceInCents * (100 + TAX_PERCENT)) / 100)
}
