import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const packages = new URL('../../', import.meta.url)
const manifestOf = (path: string) =>
  JSON.parse(readFileSync(new URL(`${path}/package.json`, packages), 'utf8'))

/** Each fixture, with its adapter and the versions of the adapter's peers, or of the packages with the peers' types. */
const fixtures = readdirSync(new URL('peers/fixtures', packages)).map((fixture) => {
  const [adapter = ''] = fixture.split('-')
  const { dependencies } = manifestOf(`peers/fixtures/${fixture}`)
  const peers = Object.keys(manifestOf(adapter).peerDependencies).map((peer) => {
    const name = `@types/${peer}` in dependencies ? `@types/${peer}` : peer
    return [name.replace('/', '+'), dependencies[name]] as const
  })
  return { fixture, adapter, peers }
})

/** The parsed declarations. The fixtures share them, so each is parsed once. */
const parsed = new Map<string, ts.SourceFile>()

/** The files that the compiler reads for an app that uses an adapter. */
function programOf(fixture: string): ts.Program {
  const path = fileURLToPath(new URL(`../fixtures/${fixture}/tsconfig.json`, import.meta.url))
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }: ts.Diagnostic) => {
    throw new Error(String(messageText))
  }
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic }
  const config = ts.getParsedCommandLineOfConfigFile(path, { skipLibCheck: false }, host)
  const options = config?.options ?? {}
  const compilerHost = ts.createCompilerHost(options)
  const { getSourceFile } = compilerHost
  compilerHost.getSourceFile = (path, ...how) => {
    const file = parsed.get(path) ?? getSourceFile(path, ...how)
    if (file && path.endsWith('.d.ts')) parsed.set(path, file)
    return file
  }
  return ts.createProgram(config?.fileNames ?? [], options, compilerHost)
}

/** The versions of a package that the program reads. */
function versionsOf(name: string, program: ts.Program): string[] {
  const pattern = new RegExp(`/node_modules/\\.pnpm/${name.replace('+', '\\+')}@([\\d.]+)`)
  const found = program.getSourceFiles().map(({ fileName }) => pattern.exec(fileName)?.[1])
  return [...new Set(found.filter((version) => version !== undefined))]
}

test.each(fixtures)('with $fixture the types of our package hold', ({ fixture, adapter, peers }) => {
  const program = programOf(fixture)
  for (const [name, version] of peers) expect(versionsOf(name, program)).toEqual([version])

  const ours = program
    .getSourceFiles()
    .filter(({ fileName }) => /packages\/(\w+\/dist|peers\/fixtures\/[^/]+)\/[^/]+$/.test(fileName))
  expect(ours.map(({ fileName }) => fileName.replace(/.*packages\//, ''))).toEqual(
    expect.arrayContaining(['core/dist/index.d.ts', `${adapter}/dist/index.d.ts`]),
  )
  const said = ours.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ])
  expect(said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
})
