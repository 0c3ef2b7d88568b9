import { json, misbehave, problem, type StandIn, startStandIn } from './stand-in.js'

/** The data to sum up. */
export type ReceivedData = { data: string }

/** Stands in for a service that sums up the numbers in a text: `POST /v1/summaries`. */
export type DataService = StandIn<ReceivedData>

const nothing = 'There is no number in this data.'

/** Starts it on the given port, or a free one. */
export function startDataService(port?: number): Promise<DataService> {
  return startStandIn<ReceivedData>({
    port,
    respond: async ({ body, response, received, told }) => {
      const { data } = JSON.parse(body)
      received.push({ data })
      if (await misbehave(told, nothing, response)) return
      const numbers = (data.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)
      const sum = numbers.reduce((total: number, number: number) => total + number, 0)
      if (numbers.length === 0) json(response, 422, problem(nothing))
      else json(response, 200, { count: numbers.length, sum, mean: sum / numbers.length })
    },
  })
}
