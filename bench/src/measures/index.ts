import { bytes } from './bytes.js'
import { firstUse } from './first-use.js'
import { keys } from './keys.js'
import type { Measure } from './measure.js'
import { onPage } from './on-page.js'
import { scale } from './scale.js'
import { time } from './time.js'

/** In table order. */
export const measures: Measure[] = [...time, ...bytes, ...keys, firstUse, ...scale, onPage]

export function measureOf(name: string): Measure {
  const measure = measures.find((measure) => measure.name === name)
  if (!measure) throw new Error(`There is no measure "${name}".`)
  return measure
}
