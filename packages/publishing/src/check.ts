import { readFile } from 'node:fs/promises'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { relativeLinks } from './links.js'
import type { Manifest } from './project.js'
import { run } from './run.js'

/** What keeps a tarball from being published. */
export async function complaintsAbout(tarball: string): Promise<string[]> {
  const read = (path: string) => run('tar', ['-xzOf', tarball, `package/${path}`], { cwd: '.' })
  const files = (await run('tar', ['-tzf', tarball], { cwd: '.' })).split(/\r?\n/)
  const missing = ['LICENSE', 'README.md'].filter((name) => !files.includes(`package/${name}`))
  const manifest: Manifest = JSON.parse(await read('package.json'))
  const links = missing.includes('README.md') ? [] : relativeLinks(await read('README.md'))
  const complaints = [
    ...missing.map((name) => `There is no ${name} in it.`),
    ...complaintsAboutManifest(manifest),
    ...links.map((href) => `Its README links to ${href}, which leads nowhere on npm.`),
    ...(await lint(tarball)),
  ]
  return complaints.map((text) => `${manifest.name}: ${text}`)
}

function complaintsAboutManifest(manifest: Manifest): string[] {
  const needed = [manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies]
  const local = needed
    .flatMap((names) => Object.entries(names ?? {}))
    .filter(([, range]) => /^(?:workspace|catalog|file|link|portal):/.test(range))
  const { repository, homepage, bugs } = manifest
  const directory = typeof repository === 'object' ? repository.directory : undefined
  const missing = Object.entries({ repository, 'repository.directory': directory, homepage, bugs })
  return [
    ...local.map(
      ([name, range]) => `It depends on ${name} "${range}", which only this workspace understands.`,
    ),
    ...missing.filter(([, value]) => !value).map(([name]) => `Its package.json has no \`${name}\`.`),
  ]
}

async function lint(tarball: string): Promise<string[]> {
  const { buffer } = new Uint8Array(await readFile(tarball))
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
  return messages.flatMap((message) => formatMessage(message, pkg, { color: false }) ?? [])
}
