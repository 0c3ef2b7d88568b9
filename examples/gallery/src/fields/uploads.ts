import type { Id } from '@convex-action/example-backend/convex/_generated/dataModel.js'
import { shallowRef } from 'vue'

/** What was uploaded since the page is open, newest first. */
export const uploads = shallowRef<{ name: string; id: Id<'_storage'> }[]>([])
