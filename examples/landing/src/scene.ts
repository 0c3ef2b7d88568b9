import { mend } from '../../shared/network.js'
import { find } from './find.js'
import { startBare, startLibrary } from './halves.js'
import { describe, fillPicture, makePicture } from './picture.js'
import { type Charge, readCharges } from './service.js'
import { acts, type Still, Story } from './story.js'

const pauseMs = 1800
const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches

/** Plays the scene with the deployment at this address, where a stand-in payment service tells what it charged. */
export function playScene(url: string): void {
  if (readCharges) new Scene(url, readCharges).open()
  else
    find('scene-problem', HTMLElement).textContent =
      'The scene needs the stand-in payment service. Start npm run demo without CONVEX_URL to see it.'
}

/** The scene as a person sees it: live, or a moment of it again. */
class Scene {
  readonly #button = find('cut', HTMLButtonElement)
  readonly #replay = find('replay', HTMLButtonElement)
  readonly #slowly = find('slowly', HTMLInputElement)
  readonly #told = find('told', HTMLElement)
  readonly #steps = [...find('acts', HTMLOListElement).querySelectorAll('button')]
  /** One, or one for each act where nothing is to move. */
  readonly #pictures = (isCalm ? acts : [0]).map(makePicture)
  readonly #stage: ConstructorParameters<typeof Story>[0]
  #story: Story | undefined
  /** The last moment of each act so far. */
  #stills: Still[] = []
  /** Which act is looked at; `undefined` where it is what happens now. */
  #looked: number | undefined
  #replayed: AbortController | undefined
  #isBusy = true

  constructor(url: string, readCharges: () => Promise<Charge[]>) {
    // A store tells what it shows when it is subscribed to, and no story is told yet.
    const now = () => this.#looked === undefined && this.#show(this.#story?.still)
    this.#stage = {
      bare: startBare(url, now),
      library: startLibrary(url, now),
      readCharges,
      show: (still, isEnd) => this.#follow(still, isEnd),
      pause: () => this.#pause(),
    }
  }

  open(): void {
    find('stills', HTMLElement).replaceChildren(...this.#pictures)
    find('scene', HTMLElement).classList.toggle('calm', isCalm)
    this.#button.addEventListener('click', () => this.#press())
    this.#replay.addEventListener('click', () => this.#playAgain())
    for (const [act, step] of this.#steps.entries()) {
      step.addEventListener('click', () => this.#look(act))
      step.addEventListener('keydown', ({ key }) => this.#move(act, key))
    }
    void this.#begin()
  }

  async #begin(): Promise<void> {
    const story = new Story(this.#stage)
    this.#story = story
    this.#stills = []
    this.#looked = undefined
    await this.#play(async () => {
      await story.pay()
      // Nobody waits for what does not move.
      if (isCalm) await story.cut()
    })
  }

  #press(): void {
    if (this.#isBusy) return
    this.#replayed?.abort()
    this.#looked = undefined
    const story = this.#story
    if (story && this.#stills.length === 1) void this.#play(() => story.cut())
    else void this.#begin()
  }

  async #play(happen: () => Promise<void>): Promise<void> {
    this.#isBusy = true
    this.#showControls()
    const problem = find('scene-problem', HTMLElement)
    problem.textContent = ''
    try {
      await happen()
    } catch {
      problem.textContent = 'The local backend does not answer. Is npm run demo still running?'
      this.#stills = []
      mend()
    }
    this.#isBusy = false
    this.#showControls()
  }

  #follow(still: Still, isEnd: boolean): void {
    if (isEnd) {
      this.#stills.push(still)
      this.#looked = undefined
      this.#told.textContent = describe(still)
    }
    if (this.#looked === undefined) this.#show(still)
    this.#showControls()
  }

  #look(act: number): void {
    if (!this.#stills[act]) return
    this.#replayed?.abort()
    this.#showAgain(act)
  }

  /** Goes from step to step by the arrow keys. */
  #move(act: number, key: string): void {
    const to = act + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0)
    if (to === act || !this.#stills[to]) return
    this.#steps[to]?.focus()
    this.#look(to)
  }

  async #playAgain(): Promise<void> {
    if (this.#isBusy || this.#stills.length < 2) return
    this.#replayed?.abort()
    this.#replayed = new AbortController()
    const { signal } = this.#replayed
    for (const act of this.#stills.keys()) {
      this.#showAgain(act)
      await this.#pause()
      if (signal.aborted) return
    }
  }

  #showAgain(act: number): void {
    const still = this.#stills[act]
    if (!still) return
    const isNewest = act === this.#stills.length - 1
    this.#looked = isNewest && this.#isBusy ? undefined : act
    this.#show(still)
    this.#told.textContent = describe(still)
    this.#showControls()
  }

  #show(still: Still | undefined): void {
    const picture = this.#pictures[isCalm ? (still?.act ?? 0) : 0]
    if (still && picture) fillPicture(picture, still)
  }

  #showControls(): void {
    const isToBeCut = !isCalm && (this.#stills.length === 1 || (this.#isBusy && !this.#stills.length))
    this.#button.textContent = isToBeCut ? 'Cut the connection' : 'Start over'
    this.#button.ariaDisabled = String(this.#isBusy)
    this.#replay.ariaDisabled = String(this.#isBusy || this.#stills.length < 2)
    const shown = this.#looked ?? this.#story?.still.act
    for (const [act, step] of this.#steps.entries()) {
      step.ariaDisabled = String(!this.#stills[act])
      step.ariaCurrent = act === shown ? 'step' : null
    }
  }

  #pause(): Promise<void> {
    const ms = isCalm ? 0 : pauseMs * (this.#slowly.checked ? 3 : 1)
    return new Promise((resolve) => setTimeout(resolve, ms))
  }
}
