import '../../shared/style.css'
import '../../shared/site/show-code.js'
import { ConvexProvider, ConvexReactClient } from 'convex/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { clientOptions } from '../../shared/client.js'
import { App } from './App.js'

const url = import.meta.env.VITE_CONVEX_URL
const root = document.getElementById('app')

if (url && root) {
  createRoot(root).render(
    <StrictMode>
      <ConvexProvider client={new ConvexReactClient(url, clientOptions)}>
        <App />
      </ConvexProvider>
    </StrictMode>,
  )
} else {
  document.body.textContent = 'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
}
