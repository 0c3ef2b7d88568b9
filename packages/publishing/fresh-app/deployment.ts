import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliDecompressSync } from 'node:zlib'

type Module = { path: string; source: string }
type Modules = Record<string, () => Promise<Record<string, unknown>>>

/** The data that `npx convex codegen` uploads. */
interface Push {
  appDefinition: { definition: Module; schema: Module | null; changedModules: Module[] }
  componentDefinitions: {
    definitionPath: string
    definition: Module
    schema: Module | null
    functions: Module[]
  }[]
}

/** The upload, as the local backend takes it. */
export interface Pushed {
  modules: Modules
  components: { path: string; modules: Modules }[]
}

type Exported = { childComponents: { name: string; path: string }[] }

/**
 * Stands for a deployment during Convex's code generation: it runs the uploaded definitions and returns what they
 * contain.
 *
 * @param folder Where to store the upload.
 */
export async function startDeployment(folder: string) {
  let pushed: Pushed | undefined
  const server = createServer(async (request, response) => {
    const answer = async () => {
      const body = await buffer(request)
      if (request.url === '/api/get_config_hashes')
        return { config: { functions: 'convex/' }, moduleHashes: [], nodeDependencies: [] }
      if (request.url !== '/api/deploy2/start_push') throw new Error(`Nobody knows ${request.url}.`)
      const push: Push = JSON.parse(brotliDecompressSync(body).toString())
      const { told, kept } = await take(push, folder)
      pushed = kept
      return told
    }
    const [status, told] = await answer().then(
      (told) => [200, told] as const,
      (error) => [400, { code: 'Refused', message: String(error) }] as const,
    )
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(told))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pushed: () => pushed,
    close: async () => {
      server.closeAllConnections()
      await promisify(server.close).call(server)
    },
  }
}

/** Runs the upload and answers as Convex does. */
async function take({ appDefinition, componentDefinitions }: Push, folder: string) {
  const analysis: Record<string, object> = {}
  const keep = async (name: string, path: string, definition: Module, functions: Module[]) => {
    const home = join(folder, name)
    // The source imports component definitions by names that only a deployment knows.
    const source = definition.source.replaceAll(/(["'])\.\/_componentDeps\/([^"']+)\1/g, (_, __, encoded) => {
      const componentDefinitionPath = Buffer.from(encoded, 'base64url').toString()
      return JSON.stringify(
        `data:text/javascript,export default ${JSON.stringify({ componentDefinitionPath, defaultName: 'calls' })}`,
      )
    })
    for (const module of [{ ...definition, source }, ...functions]) await write(home, module)
    const { default: defined } = await load(home, definition.path)
    const exported = (defined as { export(): Exported }).export()
    const udfConfig = { serverVersion: '1.48.0', importPhaseRngSeed: '', importPhaseUnixTimestamp: '' }
    analysis[path] = { definition: { ...exported, path }, functions: {}, udfConfig }
    return { exported, modules: modulesOf(home, functions) }
  }
  const app = await keep('app', '', appDefinition.definition, appDefinition.changedModules)
  const components: Pushed['components'] = []
  for (const { name, path } of app.exported.childComponents) {
    const definition = componentDefinitions.find(({ definitionPath }) => definitionPath === path)
    if (!definition) throw new Error(`The component ${path} was not uploaded.`)
    const all = [...definition.functions, ...(definition.schema ? [definition.schema] : [])]
    components.push({ path: name, modules: (await keep(name, path, definition.definition, all)).modules })
  }
  const told = {
    environmentVariables: {},
    externalDepsId: null,
    componentDefinitionPackages: {},
    appAuth: [],
    analysis,
    app: {
      definitionPath: '',
      componentPath: '',
      args: {},
      childComponents: {},
      httpRoutes: { httpModuleRoutes: null, mounts: [] },
      exports: {},
    },
    schemaChange: { allocatedComponentIds: {}, schemaIds: {} },
  }
  return { told, kept: { modules: app.modules, components } }
}

async function write(home: string, { path, source }: Module): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true })
  await writeFile(join(home, path), source)
}

const load = (home: string, path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ pathToFileURL(join(home, path)).href)

const modulesOf = (home: string, modules: Module[]): Modules => ({
  './convex/_generated/api.js': async () => ({}),
  ...Object.fromEntries(
    modules
      .filter(({ path }) => !path.startsWith('_deps/'))
      .map(({ path }) => [`./convex/${path}`, () => load(home, path)]),
  ),
})
