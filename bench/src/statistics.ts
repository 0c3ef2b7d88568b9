/** The summary of several rounds. */
export interface Summary {
  median: number
  /** Half the distance from the lowest to the highest figure. */
  spread: number
}

export function summaryOf(figures: number[]): Summary {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (place: number) => sorted[place] ?? Number.NaN
  const last = sorted.length - 1
  return {
    median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2,
    spread: (at(last) - at(0)) / 2,
  }
}

/** The ratio of two figures in each round. Slow minutes of the machine affect both figures. */
export const ratiosOf = (figures: number[], of: number[]): number[] =>
  figures.map((figure, round) => figure / (of[round] ?? Number.NaN))
