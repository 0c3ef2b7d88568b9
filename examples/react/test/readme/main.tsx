import { ConvexProvider, ConvexReactClient } from 'convex/react'
import { createRoot } from 'react-dom/client'
import { Report } from './Report.js'

const client = new ConvexReactClient('https://happy-otter-123.convex.cloud')
createRoot(document.body).render(
  <ConvexProvider client={client}>
    <Report />
  </ConvexProvider>,
)
