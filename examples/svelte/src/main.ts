import '../../shared/style.css'
import '../../shared/site/show-code.js'
import { mount } from 'svelte'
import App from './App.svelte'

const target = document.querySelector('#app')

if (target && import.meta.env.VITE_CONVEX_URL) mount(App, { target })
else document.body.textContent = 'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
