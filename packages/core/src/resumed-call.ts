import { isObject } from './is-object.js'
import type { CallIdOption, RecoveredCall, SentCall } from './recovered-call.js'

/** What a former page or another device sent: its arguments are not known here, so it cannot be sent again. */
export class ResumedCall implements SentCall {
  readonly args = undefined
  readonly wrong = undefined
  readonly idArgument: Record<string, string> | undefined

  constructor(
    readonly id: string,
    callId: CallIdOption,
    readonly recovered: RecoveredCall,
  ) {
    const name = isObject(callId) ? callId.name : callId
    this.idArgument = name ? { [name]: id } : undefined
  }

  toSend(): never {
    throw new TypeError('A call without arguments cannot be sent.')
  }

  detach(): void {}

  letGo(): void {}
}
