import type { Handle } from '@sveltejs/kit'
import { headerOf } from '../../shared/site/links'

const { DEMO_URL: start } = process.env
const header = start ? headerOf('sveltekit', start, true) : ''

/** Adds the header of the demo, where the app is a part of it. It is no part of the app, and no script takes it over. */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { transformPageChunk: ({ html }) => html.replace('<!-- header -->', () => header) })
