import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { publishedPackages } from '../src/project.js'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Runs the release script, as on a machine that cannot publish. */
function release(...args: string[]) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: _, ...env } = process.env
  const script = [at('node_modules/tsx/dist/cli.mjs'), at('src/release.ts'), ...args]
  return spawnSync(process.execPath, script, { cwd: at('.'), env, encoding: 'utf8' })
}

// The checks of each package are kept by turbo. Run alone, they take minutes.
const timeout = 600_000

test('a dry run packs and checks everything, publishes nothing, and says what a release would refuse', {
  timeout,
}, async () => {
  const { stdout, stderr, status } = release('--dry-run', '--tested')
  expect([stderr, status]).toEqual(['', 0])
  const packages = await publishedPackages()
  expect(stdout.match(/^Would publish .*$/gm)).toEqual(
    packages.map(({ manifest }) => `Would publish ${manifest.name}@${manifest.version}.`),
  )
  expect(stdout).toContain('A release would be refused:')
  expect(stdout).toContain('Provenance needs GitHub. Run the workflow "Release"')
})

test('a release on a machine without provenance is refused before anything is done', () => {
  const { stdout, stderr, status } = release('--tested')
  expect(status).toBe(1)
  expect(stderr).toContain('Provenance needs GitHub. Run the workflow "Release"')
  expect(stdout).not.toContain('Packing')
})

test('an option that does not exist is refused, with those that do', () => {
  const { stderr, status } = release('--dryrun')
  expect(status).toBe(1)
  expect(stderr).toContain("Unknown option '--dryrun'")
  expect(stderr).toContain('--dry-run')
})
