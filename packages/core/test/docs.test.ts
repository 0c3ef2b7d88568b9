import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { at, complaintsOf } from './compiler.js'

const sources = readdirSync(at('../src')).filter((name) => !name.includes('generated'))
const read = (path: string) => readFileSync(at(path), 'utf8')

/** The TypeScript examples of a text, docstring stars removed. */
const examplesOf = (text: string) =>
  [...text.replaceAll(/^ \* ?/gm, '').matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '')

const examples = [
  ...sources.flatMap((name) =>
    examplesOf(read(`../src/${name}`)).map((code) => ({ from: `src/${name}`, code })),
  ),
  ...examplesOf(read('../../../README.md')).map((code) => ({ from: 'the README', code })),
  ...examplesOf(read('../../../docs/guides/payments.md')).map((code) => ({
    from: 'the guide to payments',
    code,
  })),
  ...examplesOf(read('../../../docs/guides/reload.md')).map((code) => ({
    from: 'the guide to reloads',
    code,
  })),
  ...examplesOf(read('../README.md')).map((code) => ({ from: 'README.md', code })),
]

describe('the documentation', () => {
  test('has an example of each entry point', () => {
    expect(examples.map(({ from }) => from)).toEqual(
      expect.arrayContaining([
        'src/action.ts',
        'src/actor-interpreter.ts',
        'src/from-convex-action.ts',
        'src/keyed.ts',
        'src/observer.ts',
        'src/provider.ts',
        'src/refusal.ts',
        'src/mutation.ts',
        'src/action-machine.ts',
        'src/recovery.ts',
        'src/testing.ts',
        'the README',
      ]),
    )
  })

  test('has examples that compile unchanged, and would not compile with a mistake', {
    timeout: 30_000,
  }, () => {
    const mistaken = examples.find(({ code }) => code.includes('january'))?.code.replace("'january'", '1')
    const [mistakes, ...complaints] = complaintsOf([String(mistaken), ...examples.map(({ code }) => code)])
    expect(mistakes).toEqual(["Type 'number' is not assignable to type 'string'."])
    expect(complaints.map((found, index) => [examples[index]?.from, found])).toEqual(
      examples.map(({ from }) => [from, []]),
    )
  })

  test('describes everything that is exported', { timeout: 30_000 }, () => {
    const names = ['index', 'keyed', 'machine', 'observer', 'provider', 'recovery', 'refusal', 'testing']
    const entries = names.map((name) => at(`../src/${name}.ts`))
    const program = ts.createProgram(entries, {
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
    })
    const checker = program.getTypeChecker()
    const undocumented = entries.flatMap((entry) => {
      const source = program.getSourceFile(entry)
      const module = source && checker.getSymbolAtLocation(source)
      if (!module) throw new Error(`${entry} has no exports.`)
      return checker
        .getExportsOfModule(module)
        .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
        .filter((symbol) => !symbol.getDocumentationComment(checker).length)
        .map((symbol) => symbol.name)
    })
    expect(undocumented).toEqual([])
  })

  test('says how large the core may be', () => {
    const [all, actions, recovering] = JSON.parse(read('../.size-limit.json'))
    expect(read('../../../README.md').replaceAll(/\s+/g, ' ')).toContain(
      `at most ${actions.limit}, minified and gzipped, and ${all.limit} with mutations`,
    )
    expect(read('../../../docs/guides/payments.md').replaceAll(/\s+/g, ' ')).toContain(
      `at most ${recovering.limit}, minified and gzipped. Without it a store is at most ${actions.limit}`,
    )
  })
})
