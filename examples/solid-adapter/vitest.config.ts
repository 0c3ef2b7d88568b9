import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Solid has a build for browsers and one for servers. What Vite does not load itself, Node would take for a server's.
    server: { deps: { inline: ['solid-js'] } },
    projects: [
      {
        extends: true,
        resolve: { conditions: ['browser', 'development'] },
        test: {
          name: 'browser',
          environment: 'happy-dom',
          include: ['test/**/*.test.ts'],
          exclude: ['test/server.test.ts', 'test/guide.test.ts'],
        },
      },
      { extends: true, test: { name: 'server', include: ['test/server.test.ts', 'test/guide.test.ts'] } },
    ],
  },
})
