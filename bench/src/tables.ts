import type { Measured, Results } from './results.js'
import { ratiosOf, summaryOf } from './statistics.js'

const ours = 'convex-action'
/** The contenders that the packages are compared with. */
const references = ['with encoding', 'query-core']

/** The results as Markdown, which is also readable in a terminal. */
export function tablesOf({ machine, versions, rounds, isQuick, ...results }: Results): string {
  const { processor, cores, memory, system, node } = machine
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const plain = results.measures.filter(({ scale, figures }) => !scale && !isOnPage(figures))
  const pages = results.measures.filter(({ figures }) => isOnPage(figures))
  return [
    `${processor}, ${cores} cores, ${memory}; ${system}; Node ${node}.`,
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'}${isQuick ? ', a short try: the figures are rough, and the large numbers of stores and executions are a tenth' : ''}. ${named.join(', ')}.`,
    contendersTable(plain, results.contenders),
    scaleTable(results.measures),
    pageTable(pages, results.renders),
    sizeTable(results.sizes),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n')
}

const isOnPage = (figures: Measured['figures']) => Object.keys(figures).every((name) => / in \w+$/.test(name))

function contendersTable(measures: Measured[], contenders: string[]): string {
  const head = ['', ...contenders, ...references.map((name) => `÷ ${name}`)]
  const rows = measures.map(({ name, unit, figures }) => [
    `${name}, ${unit}`,
    ...contenders.map((contender) => cell(figures[contender])),
    ...references.map((reference) => ratio(figures[ours], figures[reference])),
  ])
  return section('Side by side', head, rows)
}

function scaleTable(measures: Measured[]): string {
  const scaled = measures.flatMap(({ scale, figures }) =>
    scale ? [{ ...scale, figures: figures[ours] ?? [] }] : [],
  )
  const sizes = [...new Set(scaled.map(({ items }) => items))]
  const rows = [...new Set(scaled.map(({ of }) => of))].map((name) => {
    const of = (items: number | undefined) =>
      scaled.find((measure) => measure.of === name && measure.items === items)?.figures
    return [
      `${name}, ns each`,
      ...sizes.map((items) => cell(of(items))),
      ratio(of(sizes.at(-1)), of(sizes[0])),
    ]
  })
  const head = ['', ...sizes.map((items) => items.toLocaleString('en')), 'ratio']
  return section('Many in one store', head, rows)
}

function pageTable(measures: Measured[], renders: Results['renders']): string {
  const names = [...new Set([...renders, ...measures.flatMap(namesOf)].map(({ name }) => name))]
  const rows = names.map((name) => [
    name,
    String(renders.find((counted) => counted.name === name)?.renders ?? ''),
    ...measures.map(({ figures }) => cell(figures[name])),
  ])
  const head = ['', 'renders per execution', ...measures.map(({ name, unit }) => `${name}, ${unit}`)]
  return section('On a page', head, rows)
}

const namesOf = ({ figures }: Measured) => Object.keys(figures).map((name) => ({ name }))

const sizeTable = (sizes: Results['sizes']) =>
  section(
    'Size, in bytes',
    ['', 'min+gzip', 'min+brotli'],
    sizes.map(({ name, gzip, brotli }) => [`\`${name}\``, number(gzip), number(brotli)]),
  )

/** The median and the spread of the rounds. */
function cell(figures: number[] | undefined): string {
  if (!figures?.length) return '–'
  const { median, spread } = summaryOf(figures)
  return `${number(median)}${figures.length > 1 ? ` ±${number(spread, 2)}` : ''}`
}

/** The ratios of the rounds. There are none if the second figure is close to zero. */
function ratio(figures: number[] | undefined, of: number[] | undefined): string {
  if (!figures?.length || !of?.length || summaryOf(of).median < 1) return '–'
  return cell(ratiosOf(figures, of))
}

/** A whole number, or this many significant digits, and nothing below a hundredth. */
const number = (value: number, digits = 3): string =>
  Number(value.toFixed(2)).toLocaleString('en', {
    maximumFractionDigits: 0,
    maximumSignificantDigits: digits,
    roundingPriority: 'morePrecision',
    signDisplay: 'negative',
  })

function section(title: string, head: string[], rows: string[][]): string {
  if (!rows.length) return ''
  const widths = head.map((name, column) =>
    Math.max(name.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: string[]) =>
    `| ${cells.map((text, i) => (i ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (i ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [`## ${title}`, '', line(head), line(rule), ...rows.map(line)].join('\n')
}
