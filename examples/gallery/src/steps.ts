/** How far something is. */
export interface Steps {
  done: number
  of: number
  label?: string
}

/** What a progress query told, where that is so many steps done of so many. */
export const stepsOf = (progress: unknown): Steps | undefined =>
  progress && typeof progress === 'object' && 'done' in progress && 'of' in progress
    ? (progress as Steps)
    : undefined
