import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What the compiler says of each of some programs that stand beside the example backend's `convex` folder; `own`: options of their own. */
export function complaintsOf(programs: string[], own: ts.CompilerOptions = {}): string[][] {
  const { config } = ts.readConfigFile(at('../tsconfig.json'), ts.sys.readFile)
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, at('..')).options,
    ...own,
    paths: {
      '@convex-action/core': [at('../src/index.ts')],
      '@convex-action/core/*': [at('../src/*.ts')],
      'convex/*': [at('../node_modules/convex/*')],
      xstate: [at('../node_modules/xstate')],
    },
  }
  const files = new Map(
    programs.map((code, index) => [at(`../../../examples/backend/example${index}.ts`), code]),
  )
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.getSourceFile = (name, version) => {
    const code = files.get(name)
    return code === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, code, version)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  )
}
