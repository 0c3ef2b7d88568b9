import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../src/project.js'

/** An app that somebody could have, and that has our packages from their tarballs. */
export interface App {
  name: string
  /** The folders beside this file whose files it consists of. */
  templates: string[]
  /** What it installs, without our packages. */
  dependencies: Record<string, string>
  /** Which of our packages it installs. */
  ours: string[]
  /** The script that builds it. */
  build: string
  /** Where its pages are, when it is built; or how its server is started, and which variable tells it the deployment. */
  serves: { folder: string; urlName: string } | { start: string[]; urlName: string }
  /** Whether it needs a `node_modules` folder. Yarn can do without. */
  hasModules: boolean
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { catalog } = parse(read('pnpm-workspace.yaml'))

/** The versions that this project itself is developed with: the newest that run on all its versions of Node. */
export const newest = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, catalog[name]]))

/** The lowest versions that are supported, as `packages/peers` tests them. */
const lowest = (fixture: string, ...names: string[]): Record<string, string> => {
  const { dependencies } = JSON.parse(read(`packages/peers/fixtures/${fixture}/package.json`))
  return Object.fromEntries(names.map((name) => [name, dependencies[name]]))
}

const vite = {
  build: 'vite build',
  serves: { folder: 'dist', urlName: 'VITE_CONVEX_URL' },
  hasModules: false,
}
const bundler = { serves: { folder: 'dist', urlName: 'CONVEX_URL' }, hasModules: false }
const withServer = (name: string) => [name, 'server']

/** All apps. The package managers take turns where only one of them installs each app, so neighbours differ. */
export const apps: App[] = [
  {
    ...vite,
    name: `Vite, Vue ${catalog.vue}`,
    templates: ['vite-vue', 'vue'],
    ours: withServer('vue'),
    dependencies: newest('convex', 'vue', 'vite', '@vitejs/plugin-vue'),
  },
  {
    ...vite,
    name: 'Vite, Vue 3.4',
    templates: ['vite-vue', 'vue'],
    ours: ['vue'],
    dependencies: { ...lowest('vue-3.4', 'vue', 'convex'), ...newest('vite', '@vitejs/plugin-vue') },
  },
  {
    ...vite,
    name: `Vite, React ${catalog.react}`,
    templates: ['vite-react', 'react'],
    ours: withServer('react'),
    dependencies: newest('convex', 'react', 'react-dom', 'vite', '@vitejs/plugin-react'),
  },
  {
    ...vite,
    name: 'Vite, React 18.2',
    templates: ['vite-react', 'react'],
    ours: ['react'],
    dependencies: {
      ...lowest('react-18.2', 'react', 'react-dom', 'convex'),
      ...newest('vite', '@vitejs/plugin-react'),
    },
  },
  {
    ...vite,
    name: `Vite, Svelte ${catalog.svelte}`,
    templates: ['vite-svelte', 'svelte'],
    ours: withServer('svelte'),
    dependencies: newest('convex', 'convex-svelte', 'svelte', 'vite', '@sveltejs/vite-plugin-svelte'),
  },
  {
    ...vite,
    name: 'Vite, Svelte 5.7',
    templates: ['vite-svelte', 'svelte'],
    ours: ['svelte'],
    dependencies: lowest(
      'svelte-5.7',
      'convex',
      'convex-svelte',
      'svelte',
      'vite',
      '@sveltejs/vite-plugin-svelte',
    ),
  },
  {
    ...bundler,
    name: 'webpack, React',
    templates: ['webpack', 'react'],
    ours: withServer('react'),
    build: 'webpack',
    dependencies: {
      ...newest('convex', 'react', 'react-dom', 'esbuild'),
      webpack: '5.113.0',
      'webpack-cli': '6.0.1',
      'esbuild-loader': '4.5.0',
      'html-webpack-plugin': '5.6.8',
    },
  },
  {
    ...bundler,
    name: 'Rspack, React',
    templates: ['rspack', 'react'],
    ours: withServer('react'),
    build: 'rspack build',
    dependencies: {
      ...newest('convex', 'react', 'react-dom'),
      '@rspack/core': '2.3.4',
      '@rspack/cli': '2.2.8',
    },
  },
  {
    name: 'Metro, React',
    templates: ['metro', 'react'],
    ours: withServer('react'),
    build:
      'metro build src/main.tsx --out public/main.js --platform web --dev false --config metro.config.cjs',
    serves: { folder: 'public', urlName: 'CONVEX_URL' },
    hasModules: true,
    dependencies: newest(
      'convex',
      'react',
      'react-dom',
      'metro',
      '@babel/runtime',
      '@react-native/metro-babel-transformer',
    ),
  },
  {
    name: 'Next, React',
    templates: ['next', 'react'],
    ours: withServer('react'),
    build: 'next build',
    serves: {
      start: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
      urlName: 'NEXT_PUBLIC_CONVEX_URL',
    },
    hasModules: true,
    dependencies: newest(
      ...['convex', 'react', 'react-dom', 'next', 'typescript'],
      ...['@types/node', '@types/react', '@types/react-dom'],
    ),
  },
  {
    name: 'SvelteKit',
    templates: ['sveltekit', 'svelte'],
    ours: withServer('svelte'),
    build: 'vite build',
    serves: { start: ['build/index.js'], urlName: 'PUBLIC_CONVEX_URL' },
    hasModules: true,
    dependencies: newest(
      ...['convex', 'convex-svelte', 'svelte', 'vite'],
      ...['@sveltejs/kit', '@sveltejs/adapter-node', '@sveltejs/vite-plugin-svelte'],
    ),
  },
  {
    name: 'Nuxt',
    templates: ['nuxt', 'vue'],
    ours: withServer('vue'),
    build: 'nuxt build',
    serves: { start: ['.output/server/index.mjs'], urlName: 'NUXT_PUBLIC_CONVEX_URL' },
    hasModules: true,
    dependencies: newest('convex', 'vue', 'nuxt'),
  },
  {
    name: 'Nuxt with its module',
    templates: ['nuxt-module'],
    ours: withServer('nuxt'),
    build: 'nuxt build',
    serves: { start: ['.output/server/index.mjs'], urlName: 'NUXT_PUBLIC_CONVEX_URL' },
    hasModules: true,
    dependencies: newest('convex', 'vue', 'nuxt'),
  },
]
