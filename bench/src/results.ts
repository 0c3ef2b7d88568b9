import { readFileSync } from 'node:fs'
import { arch, cpus, release, totalmem, type } from 'node:os'
import type { Unit } from './measures/measure.js'

/** The results of a run. */
export interface Results {
  machine: { processor: string; cores: number; memory: string; system: string; node: string }
  /** The versions of the compared packages and their dependencies. */
  versions: Record<string, string>
  rounds: number
  /** Whether it was a quick run. */
  isQuick: boolean
  /** The names, in the order of the table. */
  contenders: string[]
  measures: Measured[]
  renders: { name: string; renders: number }[]
  /** The sizes in bytes. */
  sizes: { name: string; gzip: number; brotli: number }[]
}

/** One measure: for each contender, one figure per round. */
export interface Measured {
  name: string
  unit: Unit
  scale?: { of: string; items: number }
  figures: Record<string, number[]>
}

const compared = [
  '@tanstack/query-core',
  '@xstate/store',
  'convex',
  'react',
  'react-dom',
  'svelte',
  'swr',
  'vue',
  'xstate',
]

export function thisMachine(): Results['machine'] {
  const processors = cpus()
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}, ${arch()}`,
    node: process.versions.node,
  }
}

export const installedVersions = (): Results['versions'] =>
  Object.fromEntries(
    compared.map((name) => {
      const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
      return [name, JSON.parse(readFileSync(file, 'utf8')).version]
    }),
  )
