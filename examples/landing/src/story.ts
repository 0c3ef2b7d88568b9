import { cut, holdAnswers, mend } from '../../shared/network.js'
import type { Half, Shown } from './halves.js'
import type { Charge } from './service.js'

/** What a half shows at one moment, and the money that the payment service took for it: an amount in cents for each charge. */
export interface HalfStill extends Shown {
  charges: number[]
}

/** The scene at one moment. */
export interface Still {
  /** Which act it belongs to, from 0. */
  act: number
  isConnected: boolean
  bare: HalfStill
  library: HalfStill
}

/** What happens, one after the other. */
export const acts = [
  'You pay. There is no answer yet.',
  'The connection is cut. The answer is lost.',
  'The connection comes back.',
  'Without an answer, you press “Try again”.',
]

/** What the story is told with. */
interface Stage {
  bare: Half
  library: Half
  readCharges(): Promise<Charge[]>
  /** Shows the newest still. `isEnd`: whether it is the last of its act. */
  show(still: Still, isEnd: boolean): void
  /** Waits, so that a person can see. */
  pause(): Promise<void>
}

const lookEveryMs = 50
const patienceMs = 15_000

/** One payment on both halves, told with what really happens. */
export class Story {
  readonly #stage: Stage
  readonly #id = crypto.randomUUID().slice(0, 8)
  #charges: Charge[] = []
  #act = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Both pay, and both cards are charged. The answers do not come before the connection is cut. */
  async pay(): Promise<void> {
    const { bare, library } = this.#stage
    this.#act = 0
    holdAnswers()
    bare.pay(this.#card('bare'))
    library.pay(this.#card('library'))
    await this.#playUntil(({ bare, library }) => bare.charges.length === 1 && library.charges.length === 1)
  }

  /** The connection is cut, and comes back. Who has no answer pays again. */
  async cut(): Promise<void> {
    const { bare, pause } = this.#stage
    this.#act = 1
    cut()
    await this.#playUntil(({ isConnected }) => !isConnected)
    await pause()
    this.#act = 2
    mend()
    const isSettled = (still: Still) => still.bare.tone !== 'pending' && still.library.tone !== 'pending'
    await this.#playUntil((still) => still.isConnected && isSettled(still))
    await pause()
    if (bare.shown.tone === 'good') return
    this.#act = 3
    bare.pay(this.#card('bare'))
    await this.#playUntil(isSettled)
  }

  /** The scene now. */
  get still(): Still {
    const { bare, library } = this.#stage
    return {
      act: this.#act,
      isConnected: bare.isConnected && library.isConnected,
      bare: { ...bare.shown, charges: this.#chargesOf('bare') },
      library: { ...library.shown, charges: this.#chargesOf('library') },
    }
  }

  /** Shows what happens until the end of an act has come. */
  async #playUntil(isEnd: (still: Still) => boolean): Promise<void> {
    const end = Date.now() + patienceMs
    while (Date.now() < end) {
      // What is shown is older than what is counted, so that a half is never ahead of its count.
      const isOver = isEnd(this.still)
      this.#charges = await this.#stage.readCharges()
      const isNow = isOver && isEnd(this.still)
      this.#stage.show(this.still, isNow)
      if (isNow) return
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
    throw new Error('The scene waits for something that does not come.')
  }

  // A card of its own for each half and each story: so the service's charges tell whose they are.
  #card = (half: string) => `tok_${half}_${this.#id}`
  #chargesOf = (half: string) =>
    this.#charges.filter(({ token }) => token === this.#card(half)).map(({ amount }) => amount)
}
