import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { publish } from '../src/publish.js'

/** Puts a program in the place of npm that writes down what it is asked, and knows these packages. */
async function stubNpm(published: string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'npm-'))
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
  const log = join(folder, 'log')
  const code = `
    const args = process.argv.slice(2)
    require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n')
    if (args[0] === 'config') console.log('https://registry.example/')
    if (args[0] === 'view' && !${JSON.stringify(published)}.includes(args[1])) {
      console.error('npm error code E404')
      process.exit(1)
    }
    if (args[0] === 'view') console.log('0.1.0')
  `
  await writeFile(join(folder, 'npm.cjs'), code)
  await writeFile(join(folder, 'npm'), `#!/bin/sh\nexec "${process.execPath}" "${folder}/npm.cjs" "$@"\n`)
  await writeFile(join(folder, 'npm.cmd'), `@"${process.execPath}" "${folder}\\npm.cjs" %*\r\n`)
  await chmod(join(folder, 'npm'), 0o755)
  vi.stubEnv('PATH', folder + delimiter + process.env.PATH)
  vi.stubEnv('NPM_TOKEN', '')
  const tarball = join(folder, 'core.tgz')
  const asked = async () =>
    (await readFile(log, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  return { folder, tarball, asked }
}

const manifest = { name: '@convex-action/core', version: '0.1.0' }

test('a package is published with provenance, for everyone', async () => {
  const { tarball, asked } = await stubNpm()
  await publish({ manifest, tarball })
  expect(await asked()).toEqual([
    ['view', '@convex-action/core@0.1.0', 'version'],
    ['publish', tarball, '--provenance', '--access', 'public'],
  ])
})

test('a version that is published already is left alone, so that a release that broke off can be run again', async () => {
  const { tarball, asked } = await stubNpm(['@convex-action/core@0.1.0'])
  await publish({ manifest, tarball })
  expect(await asked()).toEqual([['view', '@convex-action/core@0.1.0', 'version']])
})

test('a token is for the registry that npm uses, and is not written down', async () => {
  const { folder, tarball, asked } = await stubNpm()
  vi.stubEnv('NPM_TOKEN', 'secret')
  await publish({ manifest, tarball })
  const config = join(folder, 'npmrc')
  expect((await asked()).at(-1)).toEqual(expect.arrayContaining(['--userconfig', config]))
  expect(await readFile(config, 'utf8')).toBe(`//registry.example/:_authToken=\${NPM_TOKEN}\n`)
})
