import { defineConfig } from 'vitepress'
import { sidebar } from './sidebar.js'
import { linkSources } from './sources.js'

export default defineConfig({
  title: 'convex-action',
  description: 'Tells a user interface the truth about one Convex action.',
  base: '/docs/',
  markdown: { config: linkSources },
  themeConfig: {
    sidebar,
    search: { provider: 'local' },
  },
})
