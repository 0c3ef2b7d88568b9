export { launch, openPage } from './browser.js'
export { type Example, startExample } from './example.js'
export { objections } from './objections.js'
