import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { complaintAboutChanges } from './changes.js'
import { complaintsAbout } from './check.js'
import { type Packed, pack } from './pack.js'
import { type Address, publishedPackages, readAddress, root } from './project.js'
import { publish } from './publish.js'
import { run } from './run.js'

const help = `Checks the packages, packs them, and publishes them.

  npm run release -- [options]

  --dry-run   does everything but publish, and says what a release would refuse
  --tested    the tests have run already, as in .github/workflows/release.yml
  --help      this text

Only that workflow can publish: npm attests where a package was built ("provenance"), and needs GitHub for it.
`

/** What this project or this machine lacks for a release, and what to do. */
async function refusals(version: string, address: Address | Error): Promise<string[]> {
  const changed = await run('git', ['status', '--porcelain'], { cwd: root })
  const changes = await complaintAboutChanges(version)
  return [
    ...(changed ? [`Some files are not committed:\n${changed.trimEnd()}`] : []),
    ...(address instanceof Error ? [address.message] : []),
    ...(changes ? [changes] : []),
    ...(process.env.ACTIONS_ID_TOKEN_REQUEST_URL
      ? []
      : ['Provenance needs GitHub. Run the workflow "Release" (.github/workflows/release.yml) there.']),
  ]
}

async function release({ isDry, isTested }: { isDry: boolean; isTested: boolean }): Promise<void> {
  const packages = await publishedPackages()
  const version = String(packages[0]?.manifest.version)
  console.log(`${isDry ? 'A dry run of' : 'Releasing'} ${version}: ${packages.length} packages.`)
  const address = await readAddress().catch((error: Error) => error)
  const refused = await refusals(version, address)
  if (refused.length && !isDry) throw new Error(refused.join('\n\n'))

  if (!isTested) await step('Testing', () => run('npm', ['test'], { cwd: root, isShown: true }))
  const tasks = ['run', 'build', 'check:package', '--filter=./packages/*', '--output-logs=errors-only']
  await step('Building, and checking sizes, exports and types', () => run('turbo', tasks, { cwd: root }))
  const folder = await mkdtemp(join(tmpdir(), 'release-'))
  try {
    const to = address instanceof Error ? undefined : address
    const packed = await step('Packing', () => pack(folder, to))
    await step('Checking the tarballs', () => check(packed))
    for (const { manifest, tarball } of packed) {
      const name = `${manifest.name}@${manifest.version}`
      if (isDry) console.log(`Would publish ${name}.`)
      else await step(`Publishing ${name}`, () => publish({ manifest, tarball }))
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  if (refused.length) console.log(`\nA release would be refused:\n\n${refused.join('\n\n')}`)
}

async function check(packed: Packed[]): Promise<void> {
  const complaints = (await Promise.all(packed.map(({ tarball }) => complaintsAbout(tarball)))).flat()
  if (complaints.length) throw new Error(complaints.join('\n'))
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  console.log(`${name}…`)
  return work()
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      tested: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(help)
  await release({ isDry: values['dry-run'], isTested: values.tested })
}

main().catch((error: Error & { code?: string }) => {
  console.error(`${error.message}${error.code?.startsWith('ERR_PARSE_ARGS') ? `\n\n${help}` : ''}`)
  process.exitCode = 1
})
