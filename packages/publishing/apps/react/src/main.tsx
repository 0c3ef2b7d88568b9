import { ConvexProvider, ConvexReactClient } from 'convex/react'
import { createRoot } from 'react-dom/client'
import { Payment } from './Payment'

const client = new ConvexReactClient(String(process.env.CONVEX_URL))
createRoot(document.getElementById('app') as HTMLElement).render(
  <ConvexProvider client={client}>
    <Payment />
  </ConvexProvider>,
)
