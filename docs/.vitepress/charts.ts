import { actionMachine } from '@convex-action/core/machine'
import type { MarkdownRenderer } from 'vitepress'
import { layOut } from '../../examples/gallery/chart.js'
import { chart } from '../../packages/core/scripts/generated.js'

const picture = JSON.stringify(await layOut(actionMachine))

/** Draws the chart of the machine, as the demo does. The code block is GitHub's chart, and here it is the text of the chart. */
export function drawChart(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const block = fence?.(tokens, index, options, env, self) ?? ''
    const { info, content } = tokens[index] ?? {}
    if (info !== 'mermaid') return block
    if (content !== chart()) throw new Error('A page has a chart that is not the chart of the machine.')
    return `<figure class="chart">
<Picture :chart="${md.utils.escapeHtml(picture)}" title="The chart. Its text is below." :lit="[]" />
<details><summary>The chart as text</summary>${block}</details>
</figure>`
  }
}
