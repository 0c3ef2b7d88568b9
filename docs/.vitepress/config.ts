import { createCssVariablesTheme } from 'shiki'
import { type DefaultTheme, defineConfig } from 'vitepress'
import { drawChart } from './charts.js'
import { writeForModels } from './llms.js'
import { apiSidebar, sidebar } from './sidebar.js'
import { linkSources } from './sources.js'

/** As a page is rendered, but for colors: what is searched has none, and coloring takes most of the time. */
const renderForSearch: DefaultTheme.LocalSearchOptions['_render'] = (source, env, md) => {
  const { highlight } = md.options
  md.options.highlight = null
  const html = md.render(source, env)
  md.options.highlight = highlight
  return env.frontmatter?.search === false ? '' : html
}

export default defineConfig({
  title: 'convex-action',
  description: 'Shows what a Convex action is doing, and whether a failed action may have run.',
  lang: 'en',
  base: '/docs/',
  // What is not a page: this package's own parts.
  srcExclude: ['scripts/**', 'test/**'],
  head: [['link', { rel: 'icon', href: '/docs/icon.svg' }]],
  markdown: {
    // One theme for light and dark: the colors are in the style sheet.
    theme: createCssVariablesTheme(),
    // As on GitHub, so that a link to a heading leads there in both places.
    anchor: {
      slugify: (heading) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
    },
    config(md) {
      linkSources(md)
      drawChart(md)
    },
  },
  buildEnd: writeForModels,
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/vue', activeMatch: '/start/' },
      { text: 'Guides', link: '/guides/payments', activeMatch: '/guides/|/server' },
      { text: 'Reference', link: '/reference' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
    ],
    sidebar: { '/': sidebar, '/api/': apiSidebar },
    outline: [2, 3],
    notFound: {
      title: 'There is no such page',
      quote: 'The page may have moved. The search finds it under its new address.',
      linkText: 'To the first page',
      linkLabel: 'To the first page',
    },
    search: {
      provider: 'local',
      options: { _render: renderForSearch },
    },
  },
})
