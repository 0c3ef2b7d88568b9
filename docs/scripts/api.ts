// Writes the API reference from the docstrings of the packages: docs/api.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  Application,
  Comment,
  type CommentDisplayPart,
  CommentTag,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  type ReferenceReflection,
  type Reflection,
  ReflectionKind,
} from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { names } from '../../packages/nuxt/src/names.js'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const out = at('../api')
const navigation = `${out}/navigation.json`

/** What an application can import, by the file that it comes from. The core comes first: the others export what it has. */
const entries: Record<string, string> = {
  ...Object.fromEntries(['core', 'vue', 'react', 'svelte', 'server'].flatMap((name) => entriesOf(name))),
  // What Nuxt imports for an application. It has no name of its own: `addImported` puts it on the module's page.
  [at('../../packages/nuxt/src/runtime/index.ts')]: 'imported by Nuxt',
  ...Object.fromEntries(entriesOf('nuxt', 'module')),
}

function entriesOf(name: string, main = 'index'): [string, string][] {
  const { exports } = JSON.parse(readFileSync(at(`../../packages/${name}/package.json`), 'utf8'))
  return Object.keys(exports).flatMap((path): [string, string][] => {
    const file = at(`../../packages/${name}/src/${path === '.' ? main : path.slice(2)}.ts`)
    return existsSync(file) ? [[file, `@convex-action/${name}${path.slice(1)}`]] : []
  })
}

const markdown: PluginOptions = {
  navigationJson: navigation,
  entryFileName: 'index',
  excludeScopesInPaths: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  pageTitleTemplates: { member: ({ name }) => name, module: ({ name }) => name },
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideOverrides: true, hideInherited: true, hideSources: true },
}

const app = await Application.bootstrapWithPlugins({
  plugin: ['typedoc-plugin-markdown', 'typedoc-plugin-missing-exports'],
  name: 'API',
  out,
  tsconfig: at('../tsconfig.api.json'),
  entryPoints: Object.keys(entries),
  readme: 'none',
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  sortEntryPoints: false,
  placeInternalsInOwningModule: true,
  navigation: { includeGroups: false, includeCategories: false, includeFolders: false },
  logLevel: 'Warn',
  ...markdown,
} as Parameters<typeof Application.bootstrapWithPlugins>[0])

const modulesOf = (project: ProjectReflection) => project.getChildrenByKind(ReflectionKind.Module)
const exported = new Set<Reflection>()

// Before the plugin adds the types that the exported ones are made of.
app.converter.on(
  Converter.EVENT_RESOLVE_BEGIN,
  ({ project }) => {
    for (const [i, module] of modulesOf(project).entries()) {
      module.name = Object.values(entries)[i] ?? module.name
      for (const child of module.children ?? []) exported.add(child)
    }
  },
  Number.MAX_SAFE_INTEGER,
)

// After it, and before anything is sorted.
app.converter.on(
  Converter.EVENT_RESOLVE_BEGIN,
  (context) => {
    const [core] = modulesOf(context.project)
    for (const module of modulesOf(context.project)) {
      const children = [...(module.children ?? [])]
      // A brand is nothing to read.
      for (const member of children.flatMap(({ children = [] }) => children))
        if (member.name.startsWith('[')) context.project.removeReflection(member)
      const references = children.filter((child) => child.isReference())
      if (module.name === 'imported by Nuxt') {
        addImported(module, references)
        context.project.removeReflection(module)
        continue
      }
      const isNuxt = module.name === '@convex-action/nuxt'
      tell(
        module,
        isNuxt ? 'It also exports the types' : 'It also exports',
        isNuxt ? references.filter(isType) : references,
      )
      for (const reference of references) context.project.removeReflection(reference)
      for (const child of children.filter((child) => !exported.has(child))) {
        const file = context.getSymbolFromReflection(child)?.declarations?.[0]?.getSourceFile().fileName
        if (!core || module.name.endsWith('/test')) context.project.removeReflection(child)
        else keepPart(child, module, file?.includes('/packages/core/') ? core : module)
      }
    }
  },
  -1,
)

const isType = (reference: ReferenceReflection) =>
  reference
    .getTargetReflectionDeep()
    .kindOf([ReflectionKind.Interface, ReflectionKind.TypeAlias, ReflectionKind.Class])

/** Says in a sentence what a module gives, with links to the pages. */
function tell(module: DeclarationReflection, sentence: string, given: DeclarationReflection[]) {
  if (!given.length) return
  const links = given
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((it, i): CommentDisplayPart[] => [
      { kind: 'text', text: i ? ', ' : `\n\n${sentence} ` },
      {
        kind: 'inline-tag',
        tag: '@link',
        target: it.isReference() ? it.getTargetReflectionDeep() : it,
        text: it.name,
      },
    ])
  module.comment ??= new Comment()
  module.comment.summary.push(...links, { kind: 'text', text: '.' })
}

/** Adds to the page of the Nuxt module what Nuxt imports: its own composables, and links to those of Vue. */
function addImported(imported: DeclarationReflection, ofVue: ReferenceReflection[]) {
  const nuxt = imported.project.getChildByName(['@convex-action/nuxt'])
  if (!nuxt?.isDeclaration()) throw new Error('The API reference has no Nuxt module.')
  const own = (imported.children ?? []).filter((child) => exported.has(child) && !child.isReference())
  for (const child of own) move(child, imported, nuxt)
  tell(
    nuxt,
    'Your components use without an import',
    [...own, ...ofVue].filter(({ name }) => names.includes(name)),
  )
}

function move(child: DeclarationReflection, from: DeclarationReflection, to: DeclarationReflection) {
  from.removeChild(child)
  child.parent = to
  to.addChild(child)
}

/** Keeps a type that cannot be imported, and that exported types are made of: with those of its package. */
function keepPart(part: DeclarationReflection, from: DeclarationReflection, to: DeclarationReflection) {
  part.comment ??= new Comment()
  part.comment.summary.push({
    kind: 'text',
    text: '\n\nIt is a part of other types, and cannot be imported.',
  })
  part.comment.blockTags.push(new CommentTag('@group', [{ kind: 'text', text: 'Parts of these types' }]))
  if (from !== to) move(part, from, to)
}

const project = await app.convert()
if (!project) throw new Error('The API reference could not be made.')
const silent = modulesOf(project).flatMap((module) =>
  (module.children ?? [])
    .filter(
      (child) => exported.has(child) && ![child, ...(child.signatures ?? [])].some((it) => it.hasComment()),
    )
    .map(({ name }) => `${name} of ${module.name}`),
)
if (silent.length) throw new Error(`Without a docstring: ${silent.join(', ')}.`)
await app.generateOutputs(project)
// A warning is a docstring that is wrong: it describes a parameter that is not there, say.
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1)

interface Listed {
  title: string
  children?: Listed[]
}
const importable = new Set([...exported].map(({ name, parent }) => `${parent?.name}: ${name}`))
const listed: Listed[] = JSON.parse(readFileSync(navigation, 'utf8'))
const isImportable = (entry: Listed) => (page: Listed) => importable.has(`${entry.title}: ${page.title}`)
writeFileSync(
  navigation,
  JSON.stringify(
    listed.map((entry) => ({ ...entry, children: entry.children?.filter(isImportable(entry)) })),
  ),
)
