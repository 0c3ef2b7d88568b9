import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { run } from '../src/run.js'

const yarn = createRequire(import.meta.url).resolve('@yarnpkg/cli-dist/bin/yarn.js')

/** The package managers that apps are installed with. */
export const managers = ['npm', 'pnpm', 'yarn'] as const
export type Manager = (typeof managers)[number]

/** The one that a quick run installs an app with: they take turns. */
export const quickManager = (index: number): Manager => managers[index % managers.length] ?? 'npm'

/** An app's folder, and how it is installed. */
export interface Installation {
  folder: string
  manager: Manager
  /** The registry of our packages. */
  registry: string
  /** Whether Yarn puts packages into `node_modules`. By default it does not ("Plug'n'Play"), which some tools do not know. */
  hasModules: boolean
}

/** Installs what the app's package.json asks for, as its author does. */
export async function install({ folder, manager, registry, hasModules }: Installation): Promise<void> {
  const write = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value))
  await writeFile(join(folder, '.npmrc'), `@convex-action:registry=${registry}\n`)
  if (manager === 'npm')
    await inApp(folder, ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline'])
  if (manager === 'pnpm') {
    // An author is asked which packages may run their scripts.
    await write('pnpm-workspace.yaml', { dangerouslyAllowAllBuilds: true })
    await inApp(folder, ['pnpm', 'install', '--prefer-offline'])
  }
  if (manager === 'yarn') {
    const { env } = process
    await write('.yarnrc.yml', {
      npmScopes: { 'convex-action': { npmRegistryServer: registry } },
      unsafeHttpWhitelist: ['127.0.0.1'],
      nodeLinker: hasModules ? 'node-modules' : 'pnp',
      enableTelemetry: false,
      enableImmutableInstalls: false,
      // It does not read npm's configuration.
      npmRegistryServer: (await run('npm', ['config', 'get', 'registry'], { cwd: folder })).trim(),
      ...(env.NODE_EXTRA_CA_CERTS && { httpsCaFilePath: env.NODE_EXTRA_CA_CERTS }),
    })
    await writeFile(join(folder, 'yarn.lock'), '')
    await inApp(folder, [process.execPath, yarn, 'install'])
  }
}

/** Runs a script of the app's package.json. */
export function runScript({ folder, manager }: Installation, name: string, env: NodeJS.ProcessEnv) {
  const program = manager === 'yarn' ? [process.execPath, yarn] : [manager]
  return inApp(folder, [...program, 'run', name], env)
}

function inApp(folder: string, [program = '', ...args]: string[], own: NodeJS.ProcessEnv = {}) {
  // `npm run` tells its own commands where it runs. They are not for the app's npm. Nor is what it sets for tests.
  const foreign = Object.keys(process.env).filter((name) => /^(?:npm_(?!config_cache)|NODE_ENV$)/i.test(name))
  const env = { ...Object.fromEntries(foreign.map((name) => [name, undefined])), ...own }
  return run(program, args, { cwd: folder, env })
}
