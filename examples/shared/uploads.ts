import { plural } from './format.js'
import type { Phase } from './waiting.js'

/** A file that was chosen. `key`: each has its own, also where a file is chosen twice. */
export interface Upload {
  key: number
  file: File
  /** Whether the browser is reading it, or could not read it. */
  reading?: 'now' | 'failed'
}

/** What is known of the upload of one file. */
interface State {
  status: 'idle' | 'pending' | 'success' | 'error'
  phase: Phase
  progress?: { label: string } | null | undefined
  data?: { words: number } | undefined
  error: { message: string } | null
}

/** What the row of a file says. */
export function describeUpload({ status, phase, progress, data, error }: State, { reading }: Upload): string {
  if (reading) return reading === 'now' ? 'Reading' : 'This file cannot be read.'
  if (phase === 'queued') return 'Waiting'
  if (phase) return progress?.label ?? 'Starting'
  if (status === 'success') return `Uploaded: ${plural(data?.words ?? 0, 'word')}`
  return error?.message ?? 'Canceled'
}

/** What the button of a row does. */
export const uploadButton = ({ status }: Pick<State, 'status'>): 'Cancel' | 'Remove' | 'Try again' =>
  status === 'pending' ? 'Cancel' : status === 'success' ? 'Remove' : 'Try again'

/** How many keys are in each status. */
type Counts = Record<'pending' | 'success' | 'error', number>

/** What the list says of all files. */
export function describeUploads({ success, error }: Counts, total: number): string {
  const failed = error ? ` ${error} failed.` : ''
  return total ? `${success} of ${plural(total, 'file')} uploaded.${failed}` : ''
}

/** What the button for all files does. */
export const uploadsButton = (
  { pending, success }: Counts,
  total: number,
): 'Cancel all' | 'Clear list' | 'Try all again' =>
  pending ? 'Cancel all' : success === total ? 'Clear list' : 'Try all again'
