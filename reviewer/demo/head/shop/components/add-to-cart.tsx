import { addToCart } from '@/app/cart/actions'

export function AddToCart({ productId }: { productId: string }) {
  return (
    <form action={addToCart}>
      <input type="hidden" name="productId" value={productId} />
      <input type="number" name="quantity" defaultValue={1} min={1} max={20} aria-label="Quantity" />
      <button type="submit">Add to cart</button>
    </form>
  )
}
