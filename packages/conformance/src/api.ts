import type { CallsApi } from '@convex-action/core/recovery'
import { anyApi, type FunctionReference } from 'convex/server'

/** The argument `call` of a function that the server half guards. */
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
 * The functions that the suite uses: an action that sends an e-mail, a query for its progress in percent, and the
 * functions of the server half. As in an app, each access to `api.emails.send` returns a new object.
 */
export const api = anyApi as unknown as { emails: { send: Send; sent: Sent }; calls: CallsApi }

/** The same function as a mutation. The fake client knows it by name, and a store by its type. */
export const save = api.emails.send as unknown as Save

export type { Save, Send, Sent }
