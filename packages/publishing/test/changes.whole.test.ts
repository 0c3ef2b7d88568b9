import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { complaintAboutChanges, nextVersion } from '../src/changes.js'
import { publishedPackages, readManifest, root } from '../src/project.js'
import { run } from '../src/run.js'

const names = ['core', 'vue', 'tools']

/** A project with two published packages and a private one, and the configuration of this project. */
async function createProject(files: Record<string, string>) {
  const project = await mkdtemp(join(tmpdir(), 'project-'))
  onTestFinished(() => rm(project, { recursive: true }))
  const all: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'project', private: true, packageManager: 'pnpm@12.18.0' }),
    'pnpm-workspace.yaml': 'packages: [packages/*]',
    '.changeset/README.md': '# Changesets',
    '.changeset/config.json': await readFile(join(root, '.changeset/config.json'), 'utf8'),
    ...files,
  }
  for (const name of names) {
    const dependencies = name === 'core' ? {} : { '@convex-action/core': 'workspace:^' }
    all[`packages/${name}/package.json`] = JSON.stringify({
      name: `@convex-action/${name}`,
      version: '0.1.0',
      ...(name === 'tools' && { private: true }),
      dependencies,
    })
  }
  for (const [path, text] of Object.entries(all)) {
    await mkdir(join(project, path, '..'), { recursive: true })
    await writeFile(join(project, path), text)
  }
  await run('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: project })
  return {
    project,
    changelog: () => readFile(join(project, 'CHANGELOG.md'), 'utf8'),
    versions: () =>
      Promise.all(names.map(async (name) => (await readManifest(join(project, 'packages', name))).version)),
  }
}

const changelog = '# Changes\n\n## Not released yet\n\n- Stores have `retry`.\n\n## 0.0.9\n\n- The first.\n'
const forVue = "---\n'@convex-action/vue': minor\n---\n\nVue gives refs.\nThey destructure.\n"

test('a changeset for one package gives all published packages the next version, and no private package', async () => {
  const { project, versions } = await createProject({ 'CHANGELOG.md': changelog, '.changeset/a.md': forVue })
  expect(await nextVersion(project)).toBe('0.2.0')
  expect(await versions()).toEqual(['0.2.0', '0.2.0', '0.1.0'])
})

test('the changelog tells of the changesets, and of what stood under "Not released yet"', async () => {
  const project = await createProject({ 'CHANGELOG.md': changelog, '.changeset/a.md': forVue })
  await nextVersion(project.project)
  expect(await project.changelog()).toBe(
    '# Changes\n\n## 0.2.0\n\n- Vue gives refs.\n  They destructure.\n- Stores have `retry`.\n\n## 0.0.9\n\n- The first.\n',
  )
})

test('without a changeset what is not released yet gets the version that the packages have', async () => {
  const project = await createProject({ 'CHANGELOG.md': changelog })
  expect(await nextVersion(project.project)).toBe('0.1.0')
  expect(await project.changelog()).toContain('## 0.1.0\n\n- Stores have `retry`.\n\n## 0.0.9\n')
  await expect(nextVersion(project.project)).rejects.toThrow('Nothing waits for a version')
})

test('a version is told once: a second text for it asks for a changeset', async () => {
  const told = changelog.replace('0.0.9', '0.1.0')
  const { project } = await createProject({ 'CHANGELOG.md': told })
  await expect(nextVersion(project)).rejects.toThrow(
    'The changelog tells of 0.1.0 already. Write a changeset',
  )
})

test('a release is refused while changes wait for a version', async () => {
  const { project } = await createProject({ 'CHANGELOG.md': changelog, '.changeset/a.md': forVue })
  expect(await complaintAboutChanges('0.1.0', project)).toContain('Run `npm run version`')
  await nextVersion(project)
  expect(await complaintAboutChanges('0.1.0', project)).toContain('Run `npm run version`')
  expect(await complaintAboutChanges('0.2.0', project)).toBeUndefined()
  await writeFile(join(project, '.changeset/b.md'), forVue)
  expect(await complaintAboutChanges('0.2.0', project)).toContain('Run `npm run version`')
})

test('the packages of this project have one version, which changesets gives to all of them', async () => {
  const packages = await publishedPackages()
  expect(new Set(packages.map(({ manifest }) => manifest.version)).size).toBe(1)
  const { fixed } = JSON.parse(await readFile(join(root, '.changeset/config.json'), 'utf8'))
  expect(fixed).toEqual([['@convex-action/*']])
  expect(
    packages.map(({ manifest }) => manifest.name).filter((name) => !/^@convex-action\//.test(name)),
  ).toEqual([])
})
