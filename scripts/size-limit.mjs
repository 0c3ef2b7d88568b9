const convex = ['convex', 'convex/browser', 'convex/react', 'convex/server', 'convex/values']

/**
 * Checks for size-limit: minified and gzipped, without Convex and `ignore`, which an app has anyway.
 *
 * @param checks size-limit's own fields. The default of `path` is the main entry.
 */
export const checkSizes = (ignore, checks) =>
  checks.map((check) => ({
    path: 'dist/index.js',
    ...check,
    ignore: [...convex, ...ignore],
    gzip: true,
    brotli: false,
    // The entries share chunks. A part that an entry does not use is left out, and this needs no warning.
    modifyEsbuildConfig: (config) => ({ ...config, logOverride: { 'ignored-bare-import': 'silent' } }),
  }))
