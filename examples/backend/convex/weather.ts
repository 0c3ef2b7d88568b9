import { ConvexError, v } from 'convex/values'
import { action } from './_generated/server.js'
import { callService, reasonOf } from './service.js'

/** Returns the current weather in a city, from the service at WEATHER_SERVICE_URL. `temperature` is in °C. */
export const fetch = action({
  args: { city: v.string() },
  // It also checks the service's answer: an unexpected answer is refused.
  returns: v.object({ temperature: v.number(), condition: v.string() }),
  handler: async (_ctx, { city }) => {
    if (city.trim() === '') throw new ConvexError('Name a city.')
    const service = process.env.WEATHER_SERVICE_URL ?? 'https://api.weather.com'
    const query = new URLSearchParams({ city, key: process.env.WEATHER_API_KEY ?? '' })
    const response = await callService('weather', `${service}/v1/current?${query}`)
    if (response.status === 404) throw new ConvexError(`No weather is known for “${city}”.`)
    if (!response.ok)
      throw new ConvexError(await reasonOf(response, 'The weather service refused to answer.'))
    return await response.json()
  },
})
