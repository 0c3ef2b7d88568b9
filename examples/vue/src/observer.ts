import { createActionObserver } from '@convex-action/vue'
import { needsNoToast } from '../../shared/toasts.js'

/** Sees what all cards run. */
export const observer = createActionObserver({ handles: needsNoToast })
