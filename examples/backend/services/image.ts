import { createHash } from 'node:crypto'
import { json, misbehave, type StandIn, startStandIn } from './stand-in.js'

/** The prompt to draw. */
export type ReceivedPrompt = { prompt: string }

/** Stands in for OpenAI's `POST /v1/images/generations`: the same prompt gives the same coloured picture. */
export type ImageService = StandIn<ReceivedPrompt>

/** Starts it on the given port, or a free one. */
export function startImageService(port?: number): Promise<ImageService> {
  return startStandIn<ReceivedPrompt>({
    port,
    respond: async ({ body, response, received, told }) => {
      const { prompt } = JSON.parse(body)
      received.push({ prompt })
      if (await misbehave(told, 'This prompt is not allowed.', response)) return
      json(response, 200, { data: [{ b64_json: (await draw(prompt)).toString('base64') }] })
    },
  })
}

async function draw(prompt: string): Promise<Buffer> {
  // Loaded with the first picture, because it takes longer than starting all services.
  const { default: sharp } = await import('sharp')
  const numbers = [...createHash('sha256').update(prompt).digest()]
  const pick = (index: number, below: number) => ((numbers[index] ?? 0) * below) / 256
  const hue = pick(0, 360)
  const circles = Array.from({ length: 7 }, (_, index) => {
    const [x, y, size, turn] = [1, 2, 3, 4].map((offset) => index * 4 + offset) as [
      number,
      number,
      number,
      number,
    ]
    const colour = `hsl(${hue + pick(turn, 120)} 85% 65% / 0.55)`
    return `<circle cx="${pick(x, 512)}" cy="${pick(y, 512)}" r="${40 + pick(size, 120)}" fill="${colour}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512">
    <linearGradient id="sky" x2="0.4" y2="1">
      <stop stop-color="hsl(${hue} 70% 25%)"/><stop offset="1" stop-color="hsl(${hue + 60} 80% 60%)"/>
    </linearGradient>
    <rect width="512" height="512" fill="url(#sky)"/>${circles.join('')}
  </svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}
