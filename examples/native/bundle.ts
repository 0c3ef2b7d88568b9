import { cp, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Metro from 'metro'

const here = fileURLToPath(new URL('.', import.meta.url))
const require = createRequire(import.meta.url)

/**
 * Bundles `app` with Metro, configured as in React Native, with the packages as they are published. Returns the code
 * of the bundle.
 */
export async function bundle(): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'native-')))
  try {
    await cp(join(here, 'app'), root, { recursive: true })
    // Metro looks at every file below its root, so the root contains only what an app would have installed.
    const modules = join(root, 'node_modules')
    await mkdir(modules)
    for (const name of ['core', 'react']) {
      const from = join(here, '../../packages', name)
      const { files } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'))
      for (const file of ['package.json', ...files])
        await cp(join(from, file), join(modules, '@convex-action', name, file), { recursive: true })
    }
    const renderer = join(here, 'node_modules/react-test-renderer')
    const copy = { recursive: true, dereference: true }
    const peers = ['@babel/runtime', 'convex', 'react', 'react-test-renderer']
    for (const name of peers) await cp(join(here, 'node_modules', name), join(modules, name), copy)
    for (const name of ['react-is', 'scheduler'])
      await cp(join(await realpath(renderer), '..', name), join(modules, name), copy)
    const runtime = dirname(createRequire(require.resolve('metro')).resolve('metro-runtime/package.json'))
    const given = await Metro.loadConfig(
      { cwd: root, resetCache: true },
      { projectRoot: root, watchFolders: [runtime] },
    )
    const config = Metro.mergeConfig(given, {
      // As in `@react-native/metro-config`.
      resolver: {
        platforms: ['android', 'ios'],
        resolverMainFields: ['react-native', 'browser', 'main'],
        unstable_conditionNames: ['react-native'],
        useWatchman: false,
      },
      transformer: {
        allowOptionalDependencies: true,
        asyncRequireModulePath: join(runtime, 'src/modules/asyncRequire'),
        babelTransformerPath: require.resolve('@react-native/metro-babel-transformer'),
        hermesParser: true,
      },
      reporter: { update() {} },
      cacheStores: [],
      maxWorkers: 1,
    })
    const { code } = await Metro.runBuild(config, {
      entry: 'index.js',
      dev: false,
      minify: false,
      platform: 'ios',
    })
    return code
  } finally {
    await rm(root, { recursive: true })
  }
}
