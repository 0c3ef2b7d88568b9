import { onActors, testConformance, testFlaws, testSources } from '@convex-action/conformance'
import * as real from '../src/index.js'
import { broken } from './flaws.svelte.js'
import { harnessOf } from './harness.svelte.js'

testConformance(harnessOf())
testConformance(onActors(harnessOf()))
testConformance(harnessOf(real, 'mutation'))
testSources(import.meta.url)

testFlaws({
  'no cleanup': harnessOf(broken['no cleanup']),
  'deep reactivity': harnessOf(broken['deep reactivity']),
  'unstable state': harnessOf(broken['unstable state']),
  'a store per render': harnessOf(broken['a store per render']),
  'read before subscribe': harnessOf(broken['read before subscribe']),
})
