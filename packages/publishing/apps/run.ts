import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launch } from '@convex-action/example-browser/launch'
import { createFreshApp } from '../fresh-app/index.js'
import { complaintsAbout } from '../src/check.js'
import { pack } from '../src/pack.js'
import { apps } from './cases.js'
import { managers, quickManager } from './managers.js'
import { startRegistry } from './registry.js'
import { type Surroundings, tryApp } from './try-app.js'
import { tryTypes, typeCases } from './types.js'

const help = `Installs the packages from their tarballs into fresh apps, and runs them in a browser.

  npm run test:packages -- [options]

  --quick         each app with one package manager, and fewer versions of TypeScript
  --only <text>   only what has this in its name, such as "Nuxt", "pnpm" or "TypeScript 5.4".
                  May be given more than once
  --keep          leaves the apps where they are, and says where
  --help          this text
`

/** One line of the table at the end. */
interface Job {
  name: string
  /** Gives what to say of it. */
  work: (surroundings: Surroundings) => Promise<string>
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

function jobs(isQuick: boolean): Job[] {
  const tried = apps.flatMap((app, index) => {
    const chosen = isQuick ? [quickManager(index)] : managers
    return chosen.map((manager) => ({
      name: `${app.name}, ${manager}`,
      work: async (surroundings: Surroundings) => {
        const { install, build, walk } = await tryApp(app, manager, surroundings)
        return `installed in ${seconds(install)}, built in ${seconds(build)}, walked in ${seconds(walk)}`
      },
    }))
  })
  const types = typeCases(isQuick).map((each) => ({
    name: each.name,
    work: (surroundings: Surroundings) => tryTypes(each, surroundings),
  }))
  // The longest first: none is left alone at the end.
  return [...tried.reverse(), ...types]
}

async function prepare(folder: string): Promise<Surroundings & { close(): Promise<void> }> {
  const packed = await pack(join(folder, 'packed'))
  const complaints = (await Promise.all(packed.map(({ tarball }) => complaintsAbout(tarball)))).flat()
  if (complaints.length) throw new Error(complaints.join('\n'))
  const tarballOf = (name: string) =>
    packed.find(({ directory }) => directory === `packages/${name}`)?.tarball ?? ''
  await mkdir(join(folder, 'fresh'))
  const fresh = await createFreshApp(join(folder, 'fresh'), {
    core: tarballOf('core'),
    server: tarballOf('server'),
  })
  const registry = await startRegistry(packed)
  const browser = await launch()
  return {
    browser,
    registry: registry.url,
    version: String(packed[0]?.manifest.version),
    convex: join(fresh.app, 'convex'),
    folder,
    close: async () => {
      registry.close()
      await browser.close()
    },
  }
}

/** What became of a job. */
interface Result {
  name: string
  isPassed: boolean
  /** How long it took, or what failed. */
  said: string
}

/** Works through the jobs, some at a time. Tells of each as it ends. Gives their results in the order of the jobs. */
async function workThrough(all: Job[], surroundings: Surroundings): Promise<Result[]> {
  const waiting = [...all.entries()]
  const results: Result[] = []
  let done = 0
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { name, work }] = next
      const [isPassed, said] = await work(surroundings).then(
        (said) => [true, said] as const,
        (error: Error) => [false, error.message] as const,
      )
      results[index] = { name, isPassed, said }
      done += 1
      console.log(`[${done}/${all.length}] ${name}: ${isPassed ? said : `FAILED\n\n${said}\n`}`)
    }
  }
  // Installing waits for the network and the disk most of the time.
  await Promise.all(Array.from({ length: 3 }, worker))
  return results
}

/** Shows a line for each job: its name, and how long it took or which step failed. */
function showTable(results: Result[]): void {
  const width = Math.max(...results.map(({ name }) => name.length))
  console.log('')
  for (const { name, isPassed, said } of results)
    console.log(`${isPassed ? 'passed' : 'FAILED'}  ${name.padEnd(width)}  ${said.split('\n')[0]}`)
  const failed = results.filter(({ isPassed }) => !isPassed).length
  console.log(`\n${results.length - failed} passed, ${failed} failed`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [''] },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(help)
  const chosen = jobs(values.quick).filter(({ name }) => values.only.some((text) => name.includes(text)))
  if (!chosen.length) throw new Error(`Nothing has "${values.only.join('" or "')}" in its name.`)

  const folder = await realpath(await mkdtemp(join(tmpdir(), 'apps-')))
  const closing: (() => Promise<void>)[] = []
  try {
    console.log(`Packing, and starting ${chosen.length} tries…`)
    const surroundings = await prepare(folder)
    closing.push(surroundings.close)
    const results = await workThrough(chosen, surroundings)
    showTable(results)
    if (results.some(({ isPassed }) => !isPassed)) process.exitCode = 1
  } finally {
    for (const close of closing) await close()
    if (values.keep) console.log(`The apps are in ${folder}.`)
    else await rm(folder, { recursive: true })
  }
}

main().catch((error: Error & { code?: string }) => {
  console.error(`${error.message}${error.code?.startsWith('ERR_PARSE_ARGS') ? `\n\n${help}` : ''}`)
  process.exitCode = 1
})
