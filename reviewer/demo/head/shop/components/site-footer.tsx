import Link from 'next/link'

import { NewsletterForm } from './newsletter-form'

export function SiteFooter() {
  return (
    <footer>
      <NewsletterForm />
      <Link href="/contact">Contact</Link>
      <p>Teahouse, Cork</p>
    </footer>
  )
}
