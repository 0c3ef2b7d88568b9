import { createActor, type InspectionEvent } from 'xstate'
import { actionMachine, type ExecutionEvent } from './action-machine.js'
import type { Interpreter } from './interpreter.js'
import { leaf } from './leaf.js'
import { guard } from './report.js'
import { type EffectName, effectNames, type StateName } from './transitions.generated.js'

/**
 * Makes an interpreter that runs each execution on an XState actor of `actionMachine`. Give it to a store or to a provider
 * as `interpreter`. The actor says which effects follow an event, and the store runs them: so every promise of the store
 * holds, and it costs more. The actor of an execution stops when the execution settles.
 *
 * @param options.inspect XState's inspection callback. It sees an actor for each execution, with the name of the action as its
 * id. The events `execute` and `resume` tell the call id, and `retry` and `reject` tell the error. Arguments and results are not told. What
 * it throws is reported, and changes nothing.
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
  /** What the actor asks for while it takes an event. */
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
          // The inspection callback may execute something else meanwhile.
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
