export { launch, openPage } from './browser.js'
export { type Example, type OpenOptions, startExample } from './example.js'
export { objections } from './objections.js'
export { checkScreens, screens } from './screens.js'
