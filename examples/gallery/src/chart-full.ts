import type { Chart } from './chart.js'

declare const __FULL_CHART__: Chart

/** The same machine, with what each state does on the way in and out. Loaded for those who ask for it. */
export const fullChart = __FULL_CHART__
