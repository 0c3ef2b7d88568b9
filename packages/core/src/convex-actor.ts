import type { FunctionArgs } from 'convex/server'
import type { ActorLogic, ActorRefFromLogic, AnyActorRef, EventObject } from 'xstate'
import { ActionError, isActionError } from './errors.js'
import type { Options } from './options.js'
import { randomId } from './random-id.js'
import type { ActionPhase, ActionResult, ActionState, Callable, CallIdName, Store } from './types.js'

// Over each member of a union by itself.
type IdIsOptional<Args, Id extends string> = Args extends unknown
  ? Omit<Args, Id> & { [Name in Id]?: string | undefined }
  : never

type InputArgs<Ref extends Callable, Id extends CallIdName> = Id extends string
  ? IdIsOptional<FunctionArgs<Ref>, Id>
  : FunctionArgs<Ref>

/**
 * What an actor is given: the arguments of its action or mutation. With option `callId` the argument of that name may be left out.
 * Then the actor makes an id. A machine that may ask again gives an id of its own, and the same each time.
 */
export type ConvexInput<Ref extends Callable, Id extends CallIdName = undefined> =
  Record<never, never> extends InputArgs<Ref, Id> ? InputArgs<Ref, Id> | undefined : InputArgs<Ref, Id>

/** How far a call is. The fields are those of a store. */
export interface ConvexActorContext<Progress = unknown> {
  /** What the pending call is doing: see `ActionPhase`. `undefined` before the actor starts and after it ends. */
  phase: ActionPhase | undefined
  /** Which try is under way or was the last, from 1; 0 before the actor starts. */
  attempt: number
  /** The call id, where `callId` is configured. */
  callId: string | undefined
  /** The newest value of the `progress` query. */
  progress: Progress | undefined
}

type Outcome<Data> =
  | { status: 'active' | 'stopped'; output: undefined; error: undefined }
  | { status: 'done'; output: Data; error: undefined }
  | { status: 'error'; output: undefined; error: ActionError }

/** What an actor shows: XState's `status`, `output` and `error`, and how far the call is as its `context`. */
export type ConvexSnapshot<Data = unknown, Progress = unknown, Input = unknown> = Outcome<Data> & {
  context: ConvexActorContext<Progress>
  /** What the actor was given, until it ends. It is not persisted. */
  input: Input | undefined
}

/** The logic of an actor that runs an action or a mutation once. Made by `fromConvexAction` and `fromConvexMutation`. */
export type ConvexActorLogic<
  Ref extends Callable = Callable,
  Id extends CallIdName = undefined,
  Progress = never,
> = ActorLogic<
  ConvexSnapshot<ActionResult<Ref>, Progress, ConvexInput<Ref, Id>>,
  EventObject,
  ConvexInput<Ref, Id>
>

/** An actor that runs an action or a mutation once. */
export type ConvexActorRef<
  Ref extends Callable = Callable,
  Id extends CallIdName = undefined,
  Progress = never,
> = ActorRefFromLogic<ConvexActorLogic<Ref, Id, Progress>>

/** What an actor needs of a store. */
export interface Runner extends Pick<Store, 'subscribe' | 'cancel'> {
  run(args: object): Promise<unknown>
}

type AnySnapshot = ConvexSnapshot<unknown, unknown, object>

/** What an actor tells itself. */
type Told =
  | { type: 'convex.state'; context: ConvexActorContext }
  | { type: 'convex.done'; output: unknown }
  | { type: 'convex.error'; error: ActionError }
  | { type: 'xstate.stop' }

/** What becomes of these options is the machine's to say, or is said by another parameter. */
const refused = {
  client: 'the client is the first parameter',
  concurrency: 'an actor runs one call, and the machine decides what a further event does',
}

const atFirst: ConvexActorContext = { phase: undefined, attempt: 0, callId: undefined, progress: undefined }
const open = { output: undefined, error: undefined }

/**
 * Makes the logic of actors that run one call each.
 *
 * @param maker The function whose options these are, for messages.
 * @param action The name of what is run.
 * @param make Makes a store. It throws where the options are no good.
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
  if (options.recovery?.resume) throw new TypeError(`${maker} takes no option "recovery" with a name.`)
  make(options)
  options.callId = fromInput(options.callId)
  const stops = new WeakMap<AnyActorRef, () => void>()
  const restored = new WeakSet<AnyActorRef>()
  return {
    getInitialSnapshot: (_scope, input) => ({ status: 'active', ...open, context: atFirst, input }),
    start({ status, context, input = {} }, { self }) {
      if (status !== 'active') return
      // It may have been sent since it was persisted, and its answer comes to nobody.
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
      // A plain object; without the cause, which need not fit into JSON.
      return { ...snapshot, error: { message, ...fields } }
    },
    restoreSnapshot(persisted, { self }) {
      restored.add(self)
      return restore(persisted as AnySnapshot, action)
    },
  }
}

/** A snapshot as it was persisted. Where it had not ended it is still active: a machine hears only of what fails after the start. */
function restore({ status, output, error, context: kept }: AnySnapshot, action: string): AnySnapshot {
  const context = { ...atFirst, ...kept, phase: undefined }
  const rest = { context, input: undefined }
  if (status === 'done') return { status, output, error: undefined, ...rest }
  if (status === 'error')
    return { status, output: undefined, error: failureOf(action, context, error), ...rest }
  return { status: status === 'stopped' ? status : 'active', ...open, ...rest }
}

/** The error that was persisted, or, where there is none, that nobody knows what became of the call. */
const failureOf = (action: string, { attempt }: ConvexActorContext, persisted?: object) =>
  isActionError(persisted)
    ? persisted
    : new ActionError({ kind: 'closed', delivery: 'unknown', action, attempt, ...persisted })

/** The option that takes the call id from the input where that has one, and else makes it as it was told to. */
function fromInput(callId: Options['callId']): Options['callId'] {
  if (!callId) return undefined
  const own = typeof callId === 'string' ? { name: callId, create: () => randomId() } : callId
  const { name } = own
  // With `recovery` alone, the id is no argument of its own.
  if (!name) return own
  return {
    name,
    create(input) {
      const { [name]: id } = input as Record<string, string | undefined>
      return id === undefined ? own.create(input) : id
    },
  }
}

/** Runs a call, and tells the actor how it goes. Gives a function that ends that, and gives up on what has not ended. */
function follow({ subscribe, cancel, run }: Runner, args: object, self: AnyActorRef): () => void {
  const tell = (event: Told) => {
    if (self.getSnapshot().status === 'active') self.send(event)
  }
  const unsubscribe = subscribe(({ status, phase, attempt, callId, progress }: ActionState) => {
    // Another user has nothing in sight; what has ended is told below.
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

/** How an event ends the actor, where it does. */
function endOf(event: Told): Outcome<unknown> | undefined {
  if (event.type === 'convex.done') return { status: 'done', output: event.output, error: undefined }
  if (event.type === 'convex.error') return { status: 'error', output: undefined, error: event.error }
  return event.type === 'xstate.stop' ? { status: 'stopped', ...open } : undefined
}
