import '../../shared/style.css'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Convex } from './convex'
import { Header } from './header'

export const metadata: Metadata = { title: 'A report with Next.js' }

export default function Layout(props: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Header />
        <Convex>{props.children}</Convex>
      </body>
    </html>
  )
}
