import { createActor, type InspectionEvent } from 'xstate'
import { actionMachine, type ExecutionEvent } from './action-machine.js'
import type { Interpreter } from './interpreter.js'
import { leaf } from './leaf.js'
import { guard } from './report.js'
import { type EffectName, effectNames, type StateName } from './transitions.generated.js'

/**
 * Creates an interpreter that runs each execution on an XState actor of `actionMachine`, so that you can inspect it.
 * Pass it to a store or a provider as `interpreter`. The guarantees of the store stay the same, but each execution
 * costs more. The actor stops when the execution settles.
 *
 * @param options `inspect` is XState's inspection callback, by default none. It sees one actor per execution, whose
 * id is the name of the action. The events `execute` and `resume` carry the call id. The events `retry` and `reject`
 * carry the error. Arguments and results are never included. An error in the callback is reported and changes
 * nothing.
 * @returns The interpreter.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { createInterpreter } from '@convex-action/core/machine'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const interpreter = createInterpreter({ inspect: (event) => console.log(event.type, event.actorRef) })
 * const sendEmail = createActionStore(api.emails.send, { client, interpreter })
 *
 * sendEmail.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
 * ```
 */
export function createInterpreter(options: { inspect?: (event: InspectionEvent) => void } = {}): Interpreter {
  const { inspect } = options
  /** The effects that the actor asks for while it takes an event. */
  let asked: EffectName[] = []
  const actions = Object.fromEntries(effectNames.map((name) => [name, () => asked.push(name)]))
  const machine = actionMachine.provide({ actions })
  return {
    start({ action, callId }) {
      const actor = createActor(machine, {
        id: action,
        inspect: inspect && ((event) => guard(() => inspect(event))),
      }).start()
      const stateOf = () => actor.getSnapshot()
      return {
        get state() {
          return leaf(stateOf().value) as StateName
        },
        take(type, error) {
          const isStart = type === 'execute' || type === 'resume'
          const event: ExecutionEvent = isStart ? { type, action, callId } : { type, error }
          if (!stateOf().can(event)) return undefined
          // The inspection callback may start another execution meanwhile.
          const before = asked
          const effects: EffectName[] = []
          asked = effects
          actor.send(event)
          asked = before
          return effects
        },
      }
    },
  }
}
