import { isObject } from './is-object.js'
import type { CallIdOption, RecoveredCall, SentCall } from './recovered-call.js'

/** A call from before a reload or from another device. Its arguments are not known, so it cannot be sent again. */
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
    throw new TypeError('A resumed call cannot be sent again.')
  }

  detach(): void {}

  letGo(): void {}
}
