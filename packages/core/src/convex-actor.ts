import type { FunctionArgs } from 'convex/server'
import type { ActorLogic, ActorRefFromLogic, AnyActorRef, EventObject } from 'xstate'
import { ActionError, isActionError } from './errors.js'
import type { Options } from './options.js'
import { randomId } from './random-id.js'
import type { ActionPhase, ActionResult, ActionState, Callable, CallIdName, Store } from './types.js'

// Applied to each member of a union.
type IdIsOptional<Args, Id extends string> = Args extends unknown
  ? Omit<Args, Id> & { [Name in Id]?: string | undefined }
  : never

type InputArgs<Ref extends Callable, Id extends CallIdName> = Id extends string
  ? IdIsOptional<FunctionArgs<Ref>, Id>
  : FunctionArgs<Ref>

/**
 * The arguments of the action or mutation. With the option `callId` you may leave out the call id: the actor then creates
 * one. A machine that may repeat the call must pass the same id every time.
 */
export type ConvexInput<Ref extends Callable, Id extends CallIdName = undefined> =
  Record<never, never> extends InputArgs<Ref, Id> ? InputArgs<Ref, Id> | undefined : InputArgs<Ref, Id>

/** How far the call of an actor is. The fields have the same meaning as in the state of a store. */
export interface ConvexActorContext<Progress = unknown> {
  /** What the pending call is doing: see `ActionPhase`. `undefined` before the actor starts and after it ends. */
  phase: ActionPhase | undefined
  /** The current or last try: 1, 2, … It is 0 before the actor starts. */
  attempt: number
  /** The call id. `undefined` if neither `callId` nor `recovery` is set, and before the actor starts. */
  callId: string | undefined
  /** The newest value of the `progress` query. `undefined` if none has arrived. */
  progress: Progress | undefined
}

type Outcome<Data> =
  | { status: 'active' | 'stopped'; output: undefined; error: undefined }
  | { status: 'done'; output: Data; error: undefined }
  | { status: 'error'; output: undefined; error: ActionError }

/** The snapshot of an actor: XState's `status`, `output` and `error`, and in `context` how far the call is. */
export type ConvexSnapshot<Data = unknown, Progress = unknown, Input = unknown> = Outcome<Data> & {
  /** How far the call is. */
  context: ConvexActorContext<Progress>
  /** The input of the actor. `undefined` after it has ended. It is not persisted. */
  input: Input | undefined
}

/** The actor logic that runs an action or a mutation once. Made by `fromConvexAction` and `fromConvexMutation`. */
export type ConvexActorLogic<
  Ref extends Callable = Callable,
  Id extends CallIdName = undefined,
  Progress = never,
> = ActorLogic<
  ConvexSnapshot<ActionResult<Ref>, Progress, ConvexInput<Ref, Id>>,
  EventObject,
  ConvexInput<Ref, Id>
>

/** A reference to an actor that runs an action or a mutation once. */
export type ConvexActorRef<
  Ref extends Callable = Callable,
  Id extends CallIdName = undefined,
  Progress = never,
> = ActorRefFromLogic<ConvexActorLogic<Ref, Id, Progress>>

/** What an actor uses of a store. */
export interface Runner extends Pick<Store, 'subscribe' | 'cancel'> {
  run(args: object): Promise<unknown>
}

type AnySnapshot = ConvexSnapshot<unknown, unknown, object>

/** The events that an actor sends to itself. */
type Told =
  | { type: 'convex.state'; context: ConvexActorContext }
  | { type: 'convex.done'; output: unknown }
  | { type: 'convex.error'; error: ActionError }
  | { type: 'xstate.stop' }

/** Options that an actor refuses, and why. */
const refused = {
  client: 'the client is the first parameter',
  concurrency: 'an actor runs one call, and the machine decides what a further event does',
}

const atFirst: ConvexActorContext = { phase: undefined, attempt: 0, callId: undefined, progress: undefined }
const open = { output: undefined, error: undefined }

/**
 * Creates the logic of actors that run one call each.
 *
 * @param maker The name of the public function that was called, for messages.
 * @param action The name of the function to run.
 * @param make Creates a store. It throws if the options are invalid.
 */
export function logicOf(
  maker: string,
  action: string,
  given: Options,
  make: (options: Options) => Runner,
): ActorLogic<AnySnapshot, Told, object | undefined> {
  const options = { ...given }
  for (const [name, reason] of Object.entries(refused))
    if (options[name as keyof Options] !== undefined)
      throw new TypeError(`${maker} takes no option "${name}": ${reason}.`)
  if (options.recovery?.resume) throw new TypeError(`${maker} takes no option "recovery" with "remember".`)
  make(options)
  options.callId = fromInput(options.callId)
  const stops = new WeakMap<AnyActorRef, () => void>()
  const restored = new WeakSet<AnyActorRef>()
  return {
    getInitialSnapshot: (_scope, input) => ({ status: 'active', ...open, context: atFirst, input }),
    start({ status, context, input = {} }, { self }) {
      if (status !== 'active') return
      // The call may have been sent before the snapshot was persisted. Its answer cannot arrive here.
      if (restored.has(self)) self.send({ type: 'convex.error', error: failureOf(action, context) })
      else stops.set(self, follow(make(options), input, self))
    },
    transition(snapshot, event, { self }) {
      if (snapshot.status !== 'active') return snapshot
      if (event.type === 'convex.state') return { ...snapshot, context: event.context }
      const end = endOf(event)
      if (!end) return snapshot
      stops.get(self)?.()
      stops.delete(self)
      return { ...end, context: { ...snapshot.context, phase: undefined }, input: undefined }
    },
    getPersistedSnapshot({ input: _, ...snapshot }) {
      if (snapshot.status !== 'error') return snapshot
      const { message, ...fields } = snapshot.error
      // A plain object, without the cause, which may not fit into JSON.
      return { ...snapshot, error: { message, ...fields } }
    },
    restoreSnapshot(persisted, { self }) {
      restored.add(self)
      return restore(persisted as AnySnapshot, action)
    },
  }
}

/** A restored snapshot. An unfinished call fails only after the start, so that the machine notices it. */
function restore({ status, output, error, context: kept }: AnySnapshot, action: string): AnySnapshot {
  const context = { ...atFirst, ...kept, phase: undefined }
  const rest = { context, input: undefined }
  if (status === 'done') return { status, output, error: undefined, ...rest }
  if (status === 'error')
    return { status, output: undefined, error: failureOf(action, context, error), ...rest }
  return { status: status === 'stopped' ? status : 'active', ...open, ...rest }
}

/** The persisted error, or, for an unfinished call, an error which says that the outcome is unknown. */
const failureOf = (action: string, { attempt }: ConvexActorContext, persisted?: object) =>
  isActionError(persisted)
    ? persisted
    : new ActionError({ kind: 'closed', delivery: 'unknown', action, attempt, ...persisted })

/** The option `callId` for an actor: it takes the id from the input if there is one, and creates it otherwise. */
function fromInput(callId: Options['callId']): Options['callId'] {
  if (!callId) return undefined
  const own = typeof callId === 'string' ? { name: callId, create: () => randomId() } : callId
  const { name } = own
  // With `recovery` alone, the id is not an argument.
  if (!name) return own
  return {
    name,
    create(input) {
      const { [name]: id } = input as Record<string, string | undefined>
      return id === undefined ? own.create(input) : id
    },
  }
}

/** Runs a call and reports its state to the actor. Returns a function that gives up on the call. */
function follow({ subscribe, cancel, run }: Runner, args: object, self: AnyActorRef): () => void {
  const tell = (event: Told) => {
    if (self.getSnapshot().status === 'active') self.send(event)
  }
  const unsubscribe = subscribe(({ status, phase, attempt, callId, progress }: ActionState) => {
    // When the user changes, nothing is shown any more. The end of the call is reported below.
    const isOutOfSight = status === 'idle' && self.getSnapshot().context.phase
    if (status === 'pending' || isOutOfSight)
      tell({ type: 'convex.state', context: { phase, attempt, callId, progress } })
  })
  run(args).then(
    (output) => tell({ type: 'convex.done', output }),
    (error) => tell({ type: 'convex.error', error }),
  )
  return () => {
    unsubscribe()
    cancel()
  }
}

/** How an event ends the actor, or `undefined` if it does not. */
function endOf(event: Told): Outcome<unknown> | undefined {
  if (event.type === 'convex.done') return { status: 'done', output: event.output, error: undefined }
  if (event.type === 'convex.error') return { status: 'error', output: undefined, error: event.error }
  return event.type === 'xstate.stop' ? { status: 'stopped', ...open } : undefined
}
