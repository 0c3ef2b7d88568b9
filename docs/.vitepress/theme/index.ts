import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import Chart from './Chart.vue'
import Scene from './Scene.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Chart', Chart).component('Scene', Scene)
  },
} satisfies Theme
