import type { Metadata } from 'next'

import { SiteFooter } from '@/components/site-footer'

export const metadata: Metadata = { title: 'Teahouse' }

export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>
        <main>{children}</main>
        <SiteFooter />
      </body>
    </html>
  )
}
