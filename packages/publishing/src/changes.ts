import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publishedPackages, root } from './project.js'
import { run } from './run.js'

const unreleased = '## Not released yet'

/** The changesets that wait for a release: the names of their files. */
export async function waitingChangesets(project = root): Promise<string[]> {
  const names = await readdir(join(project, '.changeset'))
  return names.filter((name) => name.endsWith('.md') && name !== 'README.md').sort()
}

/** What the changesets say, as lines of the changelog. */
async function readChanges(project: string): Promise<string[]> {
  const names = await waitingChangesets(project)
  const texts = await Promise.all(names.map((name) => readFile(join(project, '.changeset', name), 'utf8')))
  return texts
    .map((text) => text.replace(/^---\r?\n.*?\r?\n---\r?\n/s, '').trim())
    .filter(Boolean)
    .map((change) => `- ${change.replaceAll('\n', '\n  ')}`)
}

/** What keeps the changelog from telling of this version: nothing, or what to do. */
export async function complaintAboutChanges(version: string, project = root): Promise<string | undefined> {
  const changelog = await readFile(join(project, 'CHANGELOG.md'), 'utf8')
  const isTold = changelog.includes(`\n## ${version}\n`) && !changelog.includes(`\n${unreleased}\n`)
  if (isTold && !(await waitingChangesets(project)).length) return undefined
  return 'Changes wait for a version. Run `npm run version`, and commit what it writes.'
}

/**
 * Gives the packages their next version, as the changesets ask for, and writes what changed into the changelog: what the
 * changesets say, and what stands there under "Not released yet".
 *
 * @returns the version
 * @throws when nothing has changed since the last version
 */
export async function nextVersion(project = root): Promise<string> {
  const changes = await readChanges(project)
  const path = join(project, 'CHANGELOG.md')
  const changelog = await readFile(path, 'utf8')
  const [title = '', ...sections] = changelog.split(/^(?=## )/m)
  const isOpen = sections[0]?.startsWith(`${unreleased}\n`)
  if (!changes.length && !isOpen) throw new Error('Nothing waits for a version: there is no changeset.')

  if (changes.length) await run('changeset', ['version'], { cwd: project })
  const [first] = await publishedPackages(project)
  const version = String(first?.manifest.version)
  const told = isOpen ? String(sections.shift()).slice(unreleased.length).trim() : ''
  if (sections.some((section) => section.startsWith(`## ${version}\n`)))
    throw new Error(`The changelog tells of ${version} already. Write a changeset: \`npx changeset\`.`)
  const entries = [...changes, ...(told ? [told] : [])].join('\n')
  await writeFile(
    path,
    [title, `## ${version}\n\n${entries}\n`, ...sections.map((text) => `\n${text}`)].join(''),
  )
  return version
}
