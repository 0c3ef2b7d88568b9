import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import Picture from '../../../examples/gallery/src/Picture.vue'
import Scene from './Scene.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Picture', Picture).component('Scene', Scene)
  },
} satisfies Theme
