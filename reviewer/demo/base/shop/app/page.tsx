import Link from 'next/link'

export default function HomePage() {
  return (
    <>
      <h1>Tea, from people who drink it</h1>
      <Link href="/products">Browse all teas</Link>
    </>
  )
}
