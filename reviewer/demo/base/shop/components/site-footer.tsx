import Link from 'next/link'

export function SiteFooter() {
  return (
    <footer>
      <Link href="/contact">Contact</Link>
      <p>Teahouse, Cork</p>
    </footer>
  )
}
