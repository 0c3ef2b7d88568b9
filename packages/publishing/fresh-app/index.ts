import { execFile } from 'node:child_process'
import { cp, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startDeployment } from './deployment.js'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const run = promisify(execFile)

/** The paths of our packages' tarballs that the app installs. */
export interface Tarballs {
  core: string
  server: string
}

/**
 * Copies `app`, installs our packages in it from tarballs, and lets Convex's own command write its types. Nothing is downloaded:
 * the packages link to what is installed here.
 *
 * @param folder Where to put it.
 */
export async function createFreshApp(folder: string, { core, server }: Tarballs) {
  const app = join(folder, 'app')
  /** Runs a command in the app. If it fails, the error contains its output. */
  const inApp = (command: string, ...args: string[]) =>
    run(command, args, { cwd: app, env: { ...process.env, CI: '1', NO_COLOR: '1' } }).catch((error) => {
      throw new Error(`${command} ${args.join(' ')}: ${error.stdout}${error.stderr}`)
    })

  await cp(at('app'), app, { recursive: true })
  const link = async (path: string) => `link:${await realpath(at(path))}`
  await writeFile(
    join(app, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      dependencies: {
        '@convex-action/core': `file:${core}`,
        '@convex-action/server': `file:${server}`,
        convex: await link('../node_modules/convex'),
        typescript: await link('../node_modules/typescript'),
      },
    }),
  )
  const xstate = await link('../../core/node_modules/xstate')
  await writeFile(join(app, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: { xstate } }))
  await inApp(at('../../../node_modules/.bin/pnpm'), 'install', '--offline', `--store-dir=${folder}/store`)

  // Among installed packages, so that Vite does not transform it.
  const deployment = await startDeployment(join(app, 'node_modules/.deployed'))
  const convex = join(app, 'node_modules/convex/bin/main.js')
  const target = ['--url', deployment.url, '--admin-key', 'none']
  try {
    await inApp(process.execPath, convex, 'codegen', '--init', '--typecheck', 'disable', ...target)
  } finally {
    await deployment.close()
  }
  return { app, inApp, pushed: deployment.pushed() }
}
