import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme } from 'vitepress'

/** The folder of the documents. */
export const documents = fileURLToPath(new URL('..', import.meta.url))

/** The pages in the order in which they are shown, without `.md`. A page that is not named here has no place: a test says so. */
export const groups: Record<string, string[]> = {
  'Getting started': ['vue', 'nuxt', 'react', 'next', 'svelte', 'sveltekit', 'typescript'].map(
    (name) => `start/${name}`,
  ),
  Guides: [
    'guides/payments',
    'guides/reload',
    'server',
    'guides/call-ids',
    'guides/offline',
    'guides/progress',
    'guides/uploads',
    'guides/forms',
    'guides/errors',
    'guides/sign-in',
    'guides/server-rendering',
    'guides/testing',
    'guides/xstate',
    'guides/react-native',
    'guides/write-an-adapter',
  ],
  'Coming from': ['use-action', 'better-convex', 'convex-vue', 'tanstack-query', 'swr'].map(
    (name) => `coming-from/${name}`,
  ),
  Background: ['when-not-to-use-it', 'how-it-works', 'performance'],
  Reference: ['reference'],
  // They are numbered, and all of them are shown.
  Decisions: namesIn('decisions').map((name) => `decisions/${name}`),
}

/** The documents in a folder, without `.md`, in the order of their names. */
export function namesIn(folder: string): string[] {
  return readdirSync(`${documents}/${folder}`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort()
}

/** A document's heading: its name in the sidebar. What comes after a colon is left out. */
export function titleOf(page: string): string {
  const path = `${documents}/${page}.md`
  if (!existsSync(path)) throw new Error(`The sidebar has a page that does not exist: docs/${page}.md.`)
  const title = /^# ([^:\n\\]+)/m.exec(readFileSync(path, 'utf8'))?.[1]
  if (!title) throw new Error(`docs/${page}.md has no heading.`)
  return title
}

/** The pages of the sidebar, without `.md`. */
export const pages = Object.values(groups).flat()

/** The sidebar of all pages. */
export const sidebar: DefaultTheme.SidebarItem[] = Object.entries(groups).map(([text, pages]) => ({
  text,
  items: pages.map((page) => ({ text: titleOf(page), link: `/${page}` })),
}))

/** A page of the API reference, as the generator lists it. */
interface Listed {
  title: string
  path: string
  children?: Listed[]
}

const api = readApi()
const pageOf = ({ path }: Listed) => `api/${path.replace(/\.md$/, '')}`
const linkOf = (page: Listed) => `/${pageOf(page).replace(/index$/, '')}`

/** The pages of the API reference, without `.md`. */
export const apiPages = api.flatMap((entry) => [entry, ...(entry.children ?? [])]).map(pageOf)

/** The sidebar of the API reference. Types that cannot be imported are reached from the types that have them. */
export const apiSidebar: DefaultTheme.SidebarItem[] = api.map((entry) => ({
  // Without the scope, which all have: the names are too long for the sidebar with it.
  text: entry.title.replace('@convex-action/', ''),
  link: linkOf(entry),
  collapsed: true,
  items: (entry.children ?? []).map((page) => ({ text: page.title, link: linkOf(page) })),
}))

function readApi(): Listed[] {
  const path = `${documents}/api/navigation.json`
  if (!existsSync(path))
    throw new Error('The API reference is not made yet: run `pnpm --filter @convex-action/docs api`.')
  return JSON.parse(readFileSync(path, 'utf8'))
}
