import type { ReactNode } from 'react'

export const metadata = { title: 'A payment', icons: 'data:,' }

export default function Layout(props: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{props.children}</body>
    </html>
  )
}
