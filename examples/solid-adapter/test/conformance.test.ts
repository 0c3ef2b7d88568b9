import { onActors, testConformance, testFlaws, testSources } from '@convex-action/conformance'
import { flawed } from './flaws.js'
import { harnessOf, mutations } from './harness.js'

testConformance(harnessOf())
testConformance(onActors(harnessOf()))
testConformance(harnessOf(mutations, 'mutation'))
testSources(import.meta.url)
testFlaws(flawed)
