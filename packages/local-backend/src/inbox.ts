import type { WebSocket } from 'ws'
import type { Faults } from './faults.js'
import { type ClientMessage, checkMessage, parseMessage } from './protocol.js'
import type { Timers } from './timers.js'
import type { WireLog } from './wire.js'

/** Handles what a socket receives. */
type Receiver = {
  handle(message: ClientMessage): void
  /** Called instead of `handle`, with what is wrong. */
  refuse(problem: string): void
}

/** The incoming messages of a socket. Each message can have a fault, and is logged when it arrives. */
export class Inbox {
  readonly #socket: WebSocket
  readonly #number: number
  readonly #host: { faults: Faults; timers: Timers; wire: WireLog }
  readonly #receiver: Receiver

  constructor(
    socket: WebSocket,
    number: number,
    host: { faults: Faults; timers: Timers; wire: WireLog },
    receiver: Receiver,
  ) {
    this.#socket = socket
    this.#number = number
    this.#host = host
    this.#receiver = receiver
  }

  /** Takes the text of a frame. */
  receive(text: string): void {
    // Messages in the same packet as a message that killed the connection are lost too.
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const message = this.#checked(() => parseMessage(text))
    if (!message) return
    const { faults, timers, wire } = this.#host
    const fault = faults.meet(message, 'in')
    if (fault === 'kill') this.#socket.terminate()
    if (fault === 'drop' || fault === 'kill') return
    const arrive = () => {
      const isReplaced = typeof fault === 'object' && 'replace' in fault
      const arrived = isReplaced ? this.#checked(() => checkMessage(fault.replace)) : message
      if (!arrived) return
      wire.add(this.#number, 'in', arrived, text.length)
      this.#receiver.handle(arrived)
    }
    if (typeof fault === 'object' && 'delay' in fault) timers.after(fault.delay, arrive)
    else arrive()
    if (fault === 'deliver-then-kill') this.#socket.terminate()
  }

  #checked(read: () => ClientMessage): ClientMessage | null {
    try {
      return read()
    } catch (error) {
      this.#receiver.refuse((error as Error).message)
      return null
    }
  }
}
