import { onActors, testConformance, testFlaws } from '@convex-action/conformance'
import { flawed } from './flaws.js'
import { harnessOf, mutations } from './harness.js'

testConformance(harnessOf())
testConformance(onActors(harnessOf()))
testConformance(harnessOf(mutations, 'mutation'))
testFlaws(flawed)
