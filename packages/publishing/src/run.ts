import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import { root } from './project.js'

/** How a program is run. */
export interface RunOptions {
  cwd: string
  /** What is different from this process's own environment. */
  env?: NodeJS.ProcessEnv
  /** Whether what it says goes to the terminal. Otherwise it is returned. */
  isShown?: boolean
}

/**
 * Runs a program to its end, and returns what it printed. The workspace's own programs are found first.
 *
 * @throws when it fails, with everything that it said
 */
export async function run(
  program: string,
  args: string[],
  { cwd, env, isShown }: RunOptions,
): Promise<string> {
  const PATH = join(root, 'node_modules/.bin') + delimiter + process.env.PATH
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PATH, ...env },
    stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    // There `npm` is a script of the shell.
    shell: process.platform === 'win32',
  })
  let [printed, said] = ['', '']
  child.stdout?.on('data', (text) => {
    printed += text
    said += text
  })
  child.stderr?.on('data', (text) => {
    said += text
  })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`\`${[program, ...args].join(' ')}\` failed.\n${said}`.trimEnd())
  return printed
}
