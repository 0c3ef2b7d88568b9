/**
 * What this page's clients reach Convex through: real sockets, which can be cut. Other pages keep their connections. While it
 * is cut a new socket only waits, as it does where there is no network.
 */
const lines = new Set<Line>()
let isCut = false
let isHolding = false

/** For the option `webSocketConstructor` of a Convex client: a `WebSocket`, as far as the client uses it. */
class Line {
  onopen: (() => void) | null = null
  onclose: ((event: Pick<CloseEvent, 'code' | 'reason'>) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  #socket: WebSocket | undefined
  readonly #url: string

  constructor(url: string) {
    this.#url = url
    lines.add(this)
    if (!isCut) this.open()
  }

  open(): void {
    const socket = new WebSocket(this.#url)
    this.#socket = socket
    socket.onopen = () => this.onopen?.()
    socket.onerror = (event) => this.onerror?.(event)
    socket.onmessage = (event) => {
      if (!isHolding || !isAnswer(event)) this.onmessage?.(event)
    }
    socket.onclose = (event) => {
      lines.delete(this)
      this.onclose?.(event)
    }
  }

  get isWaiting(): boolean {
    return !this.#socket
  }

  // A browser writes to the console where more is asked of a socket than it can do now.
  send(message: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message)
  }

  close(): void {
    lines.delete(this)
    const socket = this.#socket
    if (socket?.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close()
    else socket?.close()
  }

  /** Nothing comes through any more, and the client is told so at once. */
  cut(): void {
    const socket = this.#socket
    if (!socket) return
    socket.onopen = socket.onerror = socket.onmessage = socket.onclose = null
    this.close()
    this.onclose?.({ code: 1006, reason: '' })
  }
}

const isAnswer = ({ data }: MessageEvent) => JSON.parse(data).type === 'ActionResponse'

/** A constructor for a Convex client. */
export const Socket = Line as unknown as typeof WebSocket

/** Lets no answer to an action through: the answers are on their way until the network is cut, and lost then. */
export const holdAnswers = (): void => {
  isHolding = true
}

/** Cuts every connection of this page's clients. */
export function cut(): void {
  isCut = true
  for (const line of [...lines]) line.cut()
}

/** Makes all work again. */
export function mend(): void {
  isCut = isHolding = false
  for (const line of lines) if (line.isWaiting) line.open()
  // The clients try again at once, instead of after their pause.
  window.dispatchEvent(new Event('online'))
}
