import { useConvexAction } from '@convex-action/react'
import { charge } from '../contender.js'
import { inReact } from './react-component.js'

export default inReact('convex-action in React', () => useConvexAction(charge))
