import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../src/run.js'
import { newest } from './cases.js'
import { install } from './managers.js'
import type { Surroundings } from './try-app.js'

/** A version of TypeScript, and how it finds modules. */
export interface TypeCase {
  name: string
  version: string
  resolution: string
}

const versions = { '5.4': '5.4.5', '5.9': '5.9.3', '6': newest('typescript').typescript, '7': '7.0.2' }
const resolutions = ['node16', 'nodenext', 'bundler']

/** What does not hold with these options by itself: `skipLibCheck: false` and `exactOptionalPropertyTypes` together. */
const flawed = ['xstate']

/** All versions of TypeScript, each with all ways to find modules. Quick: the lowest and the highest version. */
export function typeCases(isQuick: boolean): TypeCase[] {
  return Object.keys(versions)
    .filter((version) => !isQuick || version === '5.4' || version === '7')
    .flatMap((version) =>
      resolutions.map((resolution) => ({
        name: `TypeScript ${version}, ${resolution}`,
        version,
        resolution,
      })),
    )
}

/** Installs all versions of TypeScript beside our packages and what they work with, once for all cases. */
let installed: Promise<string> | undefined

async function installOnce({ folder, registry, version }: Surroundings): Promise<string> {
  const home = join(folder, 'types')
  await cp(join(import.meta.dirname, 'types'), home, { recursive: true })
  // CommonJS reads other declarations.
  await cp(join(home, 'clients.ts'), join(home, 'clients-in-commonjs.cts'))
  const ours = ['core', 'react', 'server', 'svelte', 'vue']
  const compilers = Object.entries(versions).map(([name, exact]) => [
    `typescript-${name}`,
    `npm:typescript@${exact}`,
  ])
  const dependencies = {
    ...Object.fromEntries(ours.map((name) => [`@convex-action/${name}`, `^${version}`])),
    ...newest(
      '@types/node',
      '@types/react',
      'convex',
      'convex-svelte',
      'convex-test',
      'react',
      'svelte',
      'vue',
    ),
    ...Object.fromEntries(compilers),
  }
  await writeFile(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  await install({ folder: home, manager: 'pnpm', registry, hasModules: true })
  return home
}

/** Checks files that use every entry of our packages, with everything that they import. */
export async function tryTypes(
  { version, resolution }: TypeCase,
  surroundings: Surroundings,
): Promise<string> {
  installed ??= installOnce(surroundings)
  const home = await installed
  const isBundler = resolution === 'bundler'
  const config = {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: isBundler ? 'esnext' : resolution,
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    },
    files: ['clients.ts', 'server.ts', ...(isBundler ? [] : ['clients-in-commonjs.cts'])],
  }
  const path = join(home, `tsconfig-${version}-${resolution}.json`)
  await writeFile(path, JSON.stringify(config))
  const start = performance.now()
  const compiler = [`node_modules/typescript-${version}/bin/tsc`, '-p', path, '--pretty', 'false']
  const said = await run(process.execPath, compiler, { cwd: home }).then(
    () => '',
    (error: Error) => error.message,
  )
  // Such as `clients.ts(1,7): error TS2322: What is wrong.`; what explains it follows on lines of its own, further in.
  const errors = said.split(/\n(?! )/).filter((text) => text.includes('error TS'))
  const ours = errors.filter((text) => !flawed.some((name) => text.includes(`/node_modules/${name}/`)))
  if (said && !errors.length) throw new Error(said)
  if (ours.length) throw new Error(ours.join('\n'))
  const others = errors.length ? ` (in ${flawed.join(', ')} itself: ${errors.length} errors)` : ''
  return `checked in ${((performance.now() - start) / 1000).toFixed(1)} s${others}`
}
