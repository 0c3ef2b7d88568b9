import { find } from './find.js'
import { playScene } from './scene.js'

// The documentation embeds the scene, and nothing else of this page.
const isAlone = new URLSearchParams(location.search).has('scene')
document.documentElement.classList.toggle('alone', isAlone)

const { VITE_CONVEX_URL: url, VITE_LOCAL_CONTROL: isLocal } = import.meta.env

if (url) {
  find('backend-text', HTMLElement).textContent = isLocal
    ? `The functions of examples/backend run on your machine, at ${url}. They call stand-ins for the real services. Nothing is sent, and nobody is charged.`
    : `The pages use the deployment at ${url}.`
  playScene(url)
} else
  find('backend-text', HTMLElement).textContent =
    'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
