import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte({ configFile: false }), svelteTesting()],
        test: {
          name: 'browser',
          // A slow machine fails no test: each waits for what it is about.
          testTimeout: 30_000,
          environment: 'happy-dom',
          // The files of a worker share one happy-dom and what they load.
          isolate: false,
          globalSetup: 'test/backend.ts',
          setupFiles: 'test/web-socket.ts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/server.test.ts'],
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        test: { name: 'server', include: ['test/server.test.ts'] },
      },
    ],
  },
})
