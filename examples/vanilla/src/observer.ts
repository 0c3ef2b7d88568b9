import { createActionObserver } from '@convex-action/core/observer'
import { needsNoToast } from '../../shared/toasts.js'

/** Sees what all cards run. */
export const observer = createActionObserver({ handles: needsNoToast })
