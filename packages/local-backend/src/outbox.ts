import type { WebSocket } from 'ws'
import type { Faults } from './faults.js'
import type { Message } from './protocol.js'
import type { Timers } from './timers.js'
import type { WireLog } from './wire.js'

/** The outgoing messages of a socket. Each message can have a fault, and is logged when it leaves. */
export class Outbox {
  readonly #socket: WebSocket
  readonly #number: number
  readonly #host: { faults: Faults; timers: Timers; wire: WireLog }
  #held: Promise<void> | null = null

  constructor(socket: WebSocket, number: number, host: { faults: Faults; timers: Timers; wire: WireLog }) {
    this.#socket = socket
    this.#number = number
    this.#host = host
  }

  /** Sends a message, unless it has a fault. `sent` is called when it has left or was lost. */
  send(message: Message, sent?: () => void): void {
    const { faults, timers } = this.#host
    const fault = faults.meet(message, 'out')
    if (fault === 'drop' || fault === 'kill') {
      if (fault === 'kill') this.#socket.terminate()
      sent?.()
      return
    }
    const replacement = typeof fault === 'object' && 'replace' in fault ? fault.replace : undefined
    const isAnswer = message.type === 'ActionResponse' || message.type === 'MutationResponse'
    const delay =
      (typeof fault === 'object' && 'delay' in fault ? fault.delay : 0) + (isAnswer ? faults.answerDelay : 0)
    const write = () => {
      this.#write(replacement ?? message, fault === 'deliver-then-kill')
      sent?.()
    }
    const late = () => new Promise<void>((resolve) => timers.after(delay, resolve))
    if (delay === 0 && (isAnswer || !this.#held)) write()
    else if (isAnswer) void late().then(write)
    // Transitions build on each other, so messages after a delayed one wait too.
    else this.#held = (this.#held ?? Promise.resolve()).then(delay === 0 ? undefined : late).then(write)
  }

  #write(message: Message, thenKill: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const text = JSON.stringify(message)
    this.#host.wire.add(this.#number, 'out', message, text.length)
    this.#socket.send(text, thenKill ? () => this.#socket.terminate() : undefined)
  }
}
