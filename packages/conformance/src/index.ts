export { api, type Save, type Send, type Sent, save } from './api.js'
export type { Case } from './cases/case.js'
export { cases } from './cases/index.js'
export { leaveBehind } from './cases/reload.js'
export {
  type Feature,
  type Given,
  type Harness,
  type List,
  type Methods,
  type Mounted,
  type Options,
  type Rendered,
  rowOf,
  type SaveOptions,
  type Setup,
  type State,
  type Store,
  summaryOf,
  textOf,
} from './harness.js'
export { failureOf, flaws, onActors, testConformance, testFlaws } from './run.js'
export { testSources } from './sources.js'
