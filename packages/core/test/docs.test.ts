import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import sizes from '../.size-limit.js'
import { at } from './compiler.js'

const sources = readdirSync(at('../src')).filter((name) => !name.includes('generated'))
const read = (path: string) => readFileSync(at(path), 'utf8')

/** The sources that have an example. `packages/conformance/test/documents.test.ts` compiles them. */
const examples = sources.filter((name) => read(`../src/${name}`).includes('* ```ts\n'))

describe('the documentation', () => {
  test('has an example of each entry point', () => {
    expect(examples).toEqual(
      expect.arrayContaining([
        'action.ts',
        'actor-interpreter.ts',
        'from-convex-action.ts',
        'keyed.ts',
        'observer.ts',
        'provider.ts',
        'refusal.ts',
        'mutation.ts',
        'action-machine.ts',
        'recovery.ts',
        'testing.ts',
      ]),
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
    const [all, actions, recovering] = sizes
    expect(read('../../../README.md').replaceAll(/\s+/g, ' ')).toContain(
      `at most ${actions.limit}, minified and gzipped, and ${all.limit} with mutations`,
    )
    expect(read('../../../docs/guides/payments.md').replaceAll(/\s+/g, ' ')).toContain(
      `at most ${recovering.limit}, minified and gzipped. Without it a store is at most ${actions.limit}`,
    )
  })
})
