import { readdirSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The component's folder. */
export const component = fileURLToPath(new URL('../src/component', import.meta.url))

/** The component's modules, in the order of the alphabet. */
export const modules = readdirSync(component)
  .filter((name) => /^\w+\.ts$/.test(name) && name !== 'schema.ts')
  .map((name) => name.replace('.ts', ''))
  .sort()

// The parts of Convex's code generation that need no deployment. They have no public name.
const convex = realpathSync(fileURLToPath(new URL('../node_modules/convex', import.meta.url)))
const { header } = await import(`${pathToFileURL(convex)}/dist/esm/cli/codegen_templates/common.js`)
const { validatorToType } = await import(
  `${pathToFileURL(convex)}/dist/esm/cli/codegen_templates/validator_helpers.js`
)
const prettier = createRequire(`${convex}/package.json`)('prettier')

type Registered = { isQuery?: true; isPublic?: true; exportArgs(): string; exportReturns(): string }

/**
 * The text of `_generated/component.ts`: the functions of the component that an app may call, with their types, as
 * `npx convex codegen --component-dir` writes it. That command needs a deployment, this one does not.
 */
export async function componentApi(): Promise<string> {
  const typeOf = (validator: string) => validatorToType(JSON.parse(validator), false)
  const lines: string[] = []
  for (const module of modules) {
    const exported = Object.entries<Registered>(await import(pathToFileURL(`${component}/${module}.ts`).href))
    const functions = exported
      .filter(([, value]) => typeof value?.exportArgs === 'function' && value.isPublic)
      .map(
        ([name, value]) =>
          `${name}: FunctionReference<"${value.isQuery ? 'query' : 'mutation'}", "internal", ` +
          `${typeOf(value.exportArgs())}, ${typeOf(value.exportReturns())}, Name>,`,
      )
    if (functions.length > 0) lines.push(`${module}: {`, ...functions.sort(), '},')
  }
  const text = `${header('Generated `ComponentApi` utility.')}
import type { FunctionReference } from "convex/server";

/** A utility for referencing a Convex component's exposed API. */
export type ComponentApi<Name extends string | undefined = string | undefined> = {
${lines.join('\n')}
};`
  return prettier.format(text, { parser: 'typescript' })
}
