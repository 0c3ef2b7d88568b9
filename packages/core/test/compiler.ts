import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompilerOptions } from 'typescript'

export const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const compiler = at('../../../node_modules/@typescript/native/bin/tsc')

/** The compiler's complaints about each program, as if it were next to the example backend's `convex` folder. */
export function complaintsOf(programs: string[], own: CompilerOptions = {}): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  const files = programs.map((code, index) => {
    writeFileSync(join(folder, `${index}.ts`), code)
    return `${index}.ts`
  })
  const compilerOptions = {
    ...own,
    rootDirs: [folder, at('../../../examples/backend')],
    typeRoots: [at('../node_modules/@types')],
    paths: {
      '@convex-action/core': [at('../src/index.ts')],
      '@convex-action/core/*': [at('../src/*.ts')],
      'convex/*': [at('../node_modules/convex/*')],
    },
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: at('../tsconfig.json'), compilerOptions, include: [], files }),
  )
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  if (stderr) throw new Error(stderr)

  // For example `0.ts(1,7): error TS2322: What is wrong.` Explanations follow on indented lines.
  const complaints = stdout
    .trim()
    .split(/\n(?! )/)
    .filter(Boolean)
  const of = complaints.map((text) => /^(\d+)\.ts\(\d+,\d+\): error TS\d+: (.*)$/s.exec(text) ?? [text])
  const elsewhere = of.filter(([, file]) => file === undefined)
  if (elsewhere.length) throw new Error(elsewhere.join('\n'))
  return programs.map((_, index) =>
    of.filter(([, file]) => file === String(index)).map(([, , said]) => String(said)),
  )
}
