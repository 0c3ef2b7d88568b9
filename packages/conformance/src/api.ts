import type { CallsApi } from '@convex-action/core/recovery'
import { anyApi, type FunctionReference } from 'convex/server'

/** What a function takes that the server half guards. */
type Call = { id: string; try: string; guarded: 1 }
type Send = FunctionReference<
  'action',
  'public',
  { to: string; callId?: string; call?: Call },
  { messageId: string }
>
type Save = FunctionReference<'mutation', 'public', { to: string; callId?: string }, { messageId: string }>
type Sent = FunctionReference<'query', 'public', { callId: string }, number>

/**
 * What the suite runs: an action that sends an e-mail, a query that says how many percent are done, and what the server
 * half answers. As in an app, `api.emails.send` is another object at each access.
 */
export const api = anyApi as unknown as { emails: { send: Send; sent: Sent }; calls: CallsApi }

/** The same, as a mutation: what answers knows it by its name, and a store by its type. */
export const save = api.emails.send as unknown as Save

export type { Save, Send, Sent }
