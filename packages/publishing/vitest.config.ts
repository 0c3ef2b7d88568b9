import { configDefaults, defineConfig } from 'vitest/config'

const limits = { testTimeout: 240_000, hookTimeout: 240_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'parts',
          include: ['test/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/*.whole.test.ts'],
          ...limits,
        },
      },
      // A release from its beginning to its end takes too long for `npm test`: `npm run test:packages` runs these.
      { test: { name: 'whole', include: ['test/*.whole.test.ts'], ...limits } },
    ],
  },
})
