import { headerOf } from '../../../shared/site/links'

/** The header of the demo, where the app is a part of it. It is no part of the app, and no script takes it over. */
export default defineNitroPlugin(({ hooks }) => {
  const { DEMO_URL: start } = process.env
  if (start)
    hooks.hook('render:html', ({ bodyPrepend }) => void bodyPrepend.push(headerOf('nuxt', start, true)))
})
