// What size-limit looks at: each entry of each package, and what you would pick instead, gzipped and as brotli.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const frameworks = ['react', 'react-dom']

/** Every entry of a package of ours, whole. Its peers are there anyway. */
function entriesOf(name) {
  const { name: full, exports, peerDependencies } = read(`../packages/${name}/package.json`)
  const ignore = Object.keys(peerDependencies)
  return Object.entries(exports)
    .filter(([, entry]) => entry.import)
    .map(([entry, { import: file }]) => ({
      name: full + entry.slice(1),
      path: `../packages/${name}/${file.default}`,
      import: '*',
      ignore,
    }))
}

const entries = [
  {
    name: '@convex-action/core, createActionStore alone',
    path: '../packages/core/dist/index.js',
    import: '{ createActionStore }',
    ignore: ['convex'],
  },
  ...['core', 'react', 'vue', 'svelte'].flatMap(entriesOf),
  ...[
    ['@tanstack/query-core', '{ MutationObserver, QueryClient }'],
    ['swr/mutation', 'useSWRMutation'],
    ['@xstate/store', '{ createStore }'],
    ['xstate', '{ assign, createActor, fromPromise, setup, waitFor }'],
  ].map(([name, names]) => ({
    name,
    path: fileURLToPath(import.meta.resolve(name)),
    import: names,
    ignore: frameworks,
  })),
]

export default entries.flatMap(({ name, ...entry }) => [
  { ...entry, name: `${name} gzip`, gzip: true },
  { ...entry, name: `${name} brotli`, brotli: true },
])
