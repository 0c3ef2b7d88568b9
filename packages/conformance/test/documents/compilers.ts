import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './blocks.js'
import { folderFor, type Placed } from './folder.js'

/** What a compiler says of a file. */
interface Complaint {
  path: string
  line: number
  said: string
}

const options = {
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  jsx: 'react-jsx',
  strict: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node', 'vite/client'],
  paths: {
    '~/*': [join(root, 'examples/backend/*')],
    '@sentry/browser': [fileURLToPath(new URL('sentry.ts', import.meta.url))],
  },
}

/** Which compiler reads a file: that of the components in it, or of those that it imports. */
const compilerOf = ({ path, code }: Placed) =>
  /['"].*\.vue['"]/.test(code) || path.endsWith('.vue')
    ? 'vue'
    : /['"].*\.svelte['"]/.test(code) || path.endsWith('.svelte')
      ? 'svelte'
      : 'typescript'

const commands = {
  // In one thread: several would each look at the types of the backend anew.
  typescript: (project: string) => [
    join(root, 'node_modules/@typescript/native/bin/tsc'),
    ...['-p', project, '--pretty', 'false', '--singleThreaded'],
  ],
  vue: (project: string) => [
    join(root, 'examples/vue/node_modules/vue-tsc/bin/vue-tsc.js'),
    ...['-p', project, '--pretty', 'false'],
  ],
  svelte: (project: string) => [
    join(root, 'examples/svelte/node_modules/svelte-check/bin/svelte-check'),
    ...['--tsconfig', project, '--output', 'machine', '--tsgo'],
  ],
}

/** What the three compilers say of the files in `folder`. */
export async function complaintsOf(
  folder: string,
  placed: Placed[],
  signal: AbortSignal,
): Promise<Complaint[]> {
  const said = await Promise.all(
    Object.entries(commands).map(([compiler, command]) => {
      const project = `tsconfig.${compiler}.json`
      const files = placed.filter((one) => compilerOf(one) === compiler).map(({ path }) => path)
      const paths = { ...options.paths, '~~/*': [join(folder, folderFor('docs/start/nuxt.md'), '*')] }
      const config = { compilerOptions: { ...options, paths }, files: ['globals.d.ts', ...files] }
      writeFileSync(join(folder, project), JSON.stringify(config))
      return run(folder, command(project), signal)
    }),
  )
  return said.flat()
}

const fromCompiler = /^(.+?)\((\d+),\d+\): error (.*(?:\n .*)*)/gm
const fromSvelteCheck = /^\d+ (?:ERROR|WARNING) "(.+?)" (\d+):\d+ (".*")$/gm

function run(cwd: string, command: string[], signal: AbortSignal): Promise<Complaint[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd, signal })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const found = [...text.matchAll(fromCompiler), ...text.matchAll(fromSvelteCheck)].map(
        ([, path = '', line, said = '']) => ({ path, line: Number(line), said }),
      )
      // A compiler that fails and says nothing of a file has not looked at them.
      if (code && !found.length) reject(new Error(text))
      else resolve(found)
    })
  })
}
