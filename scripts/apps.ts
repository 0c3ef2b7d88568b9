import { apps as names } from '../examples/shared/site/links.js'
import { type App, startApp } from '../examples/ssr/app.js'
import { setups } from '../examples/ssr/setups.js'

type Folder = keyof typeof setups

/** The apps of the demo: `npm run demo -- --apps`. They are built one after the other. */
export class Apps {
  readonly #ending = new AbortController()
  readonly #started = new Map<Folder, App>()
  readonly #failed = new Set<Folder>()
  #work: Promise<void> | undefined

  /**
   * Builds and starts them.
   *
   * @param say told of each step: the name of an app, and what is done with it
   */
  start(convexUrl: string, demoUrl: string, say: (name: string, text: string) => void): void {
    this.#work = this.#startAll(convexUrl, demoUrl, say)
  }

  async #startAll(...[convexUrl, demoUrl, say]: Parameters<Apps['start']>): Promise<void> {
    const { signal } = this.#ending
    const folders = Object.keys(setups) as Folder[]
    for (const [index, folder] of folders.entries()) {
      say(names[folder], `is being built (${index + 1} of ${folders.length})…`)
      const began = Date.now()
      try {
        const app = await startApp(setups[folder], convexUrl, { demoUrl, signal })
        this.#started.set(folder, app)
        say('', `${app.url}   built in ${Math.round((Date.now() - began) / 1000)} s`)
      } catch (error) {
        if (signal.aborted) return
        this.#failed.add(folder)
        say('', error instanceof Error ? error.message : String(error))
      }
    }
  }

  /** What there is at an address such as `/nuxt/`: where the app is, or a page that says why it is not there. */
  find(pathname: string): { name: string; url: string | undefined; hasFailed: boolean } | undefined {
    const folder = (Object.keys(setups) as Folder[]).find((name) => pathname === `/${name}/`)
    return (
      folder && {
        name: names[folder],
        url: this.#started.get(folder)?.url,
        hasFailed: this.#failed.has(folder),
      }
    )
  }

  /** Ends what was started, and what is being built. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#work
    await Promise.all([...this.#started.values()].map((app) => app.close()))
  }
}
