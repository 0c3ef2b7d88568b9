import type { Execution } from './execution.js'
import type { Options } from './options.js'
import { guard, report } from './report.js'
import type { Screen } from './screen.js'
import { functionOf, type StoreOptions } from './store-options.js'

type CallbackName = 'onExecute' | 'onSuccess' | 'onError' | 'onSettled'

type Callback = (...told: unknown[]) => unknown

const subscriber = 'A subscriber'

/** The callbacks and promises that are due after the next publication. */
export class Callbacks {
  /** The user code that is running now, as an error message names it. */
  calling = subscriber
  /** Each execution is in here twice: when it starts and when it has ended. */
  #due: Execution[] | undefined
  readonly #action: string
  readonly #screen: Screen<Execution>
  readonly #options: Pick<StoreOptions, 'newest'>

  constructor(action: string, screen: Screen<Execution>, options: Pick<StoreOptions, 'newest'>) {
    this.#action = action
    this.#screen = screen
    this.#options = options
  }

  /** Schedules the callbacks of `execution`. Call it when the execution starts and again when it has ended. */
  add(execution: Execution): void {
    if (this.#due) this.#due.push(execution)
    else this.#due = [execution]
  }

  /** Calls the newest callbacks, then settles the promises. */
  flush(): void {
    const due = this.#due
    if (!due) return
    this.#due = undefined
    const options = this.#options.newest()
    for (const execution of due) {
      if (execution.isAnnounced) this.#end(options, execution)
      else this.#tell(execution, 'onExecute', options)
      execution.isAnnounced = true
    }
  }

  #end(options: Options, execution: Execution): void {
    const { data, error, deferred, call, observer } = execution
    if (error) this.#tell(execution, 'onError', options, error)
    else this.#tell(execution, 'onSuccess', options, data)
    this.#tell(execution, 'onSettled', options, data, error)
    if (observer) guard(() => observer.ended({ action: this.#action, args: call.args, data, error, options }))
    call.recovered?.told(error)
    if (error) deferred?.reject(error)
    else {
      deferred?.resolve(data)
      call.letGo()
    }
    execution.deferred = undefined
  }

  /** Calls one callback with its values and the context. */
  #tell(execution: Execution, name: CallbackName, options: Options, ...told: unknown[]): void {
    try {
      const callback = functionOf(options, name) as Callback | undefined
      if (!callback) return
      const { shown, isWatched: mounted } = this.#screen
      const context = { args: execution.call.args, shown: execution === shown, mounted }
      this.calling = `Option "${name}"`
      guard(() => callback(...told, context))
      this.calling = subscriber
    } catch (error) {
      report(error)
    }
  }
}
