import { type Behaviour, json, misbehave, problem, type StandIn, startStandIn } from './stand-in.js'

/** A request for the weather of a city. */
export type ReceivedCity = { city: string }

/** Also `garble`: answer with something that is not weather. Default: `false`. */
export type WeatherBehaviour = Behaviour & { garble?: boolean }

/** Stands in for a weather service's `GET /v1/current`. It knows Berlin, Lagos, London, Oslo, Paris and Tokyo. */
export type WeatherService = StandIn<ReceivedCity, WeatherBehaviour>

const cities: Record<string, { temperature: number; condition: string }> = {
  berlin: { temperature: 11, condition: 'Cloudy' },
  lagos: { temperature: 29, condition: 'Sunny' },
  london: { temperature: 9, condition: 'Rain' },
  oslo: { temperature: -3, condition: 'Snow' },
  paris: { temperature: 14, condition: 'Fair' },
  tokyo: { temperature: 18, condition: 'Windy' },
}

/** Starts it on the given port, or a free one. */
export function startWeatherService(port?: number): Promise<WeatherService> {
  return startStandIn<ReceivedCity, WeatherBehaviour>({
    port,
    respond: async ({ request, response, received, told }) => {
      const city = new URL(request.url ?? '', 'http://localhost').searchParams.get('city') ?? ''
      received.push({ city })
      if (await misbehave(told, 'Too many requests.', response)) return
      const key = city.trim().toLowerCase()
      if (told.garble) json(response, 200, { temperature: 'mild' })
      else if (Object.hasOwn(cities, key)) json(response, 200, cities[key])
      else json(response, 404, problem('Unknown city'))
    },
  })
}
