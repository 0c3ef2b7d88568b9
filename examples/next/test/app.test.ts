import { testApp } from '@convex-action/example-ssr'
import { setups } from '@convex-action/example-ssr/setups'

testApp(setups.next)
