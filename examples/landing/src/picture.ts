import { inDollars } from '../../shared/format.js'
import { find } from './find.js'
import { acts, type HalfStill, type Still } from './story.js'

const names = { bare: 'A bare client.action', library: 'With convex-action' }

/** What the payment service says of a half, in words. */
export function tellCharges({ charges }: HalfStill): string {
  const [one] = charges
  if (one === undefined) return 'The card was not charged.'
  const sum = inDollars(charges.reduce((sum, amount) => sum + amount, 0))
  if (charges.length === 1) return `The card was charged once: ${sum}.`
  return `The card was charged ${charges.length === 2 ? 'twice' : `${charges.length} times`}: ${sum}.`
}

/** What a half says. That a payment was made once is said only where the service says so. */
const sayOf = ({ text, tone, charges }: HalfStill, half: keyof typeof names) =>
  half === 'library' && tone === 'good' && charges.length === 1 ? 'Paid, once.' : text

/** The scene in words, for those who do not see it. */
export const describe = (still: Still): string =>
  [
    acts[still.act],
    ...(['bare', 'library'] as const).map(
      (half) => `${names[half]}: ${sayOf(still[half], half)} ${tellCharges(still[half])}`,
    ),
  ].join(' ')

/** A picture of the scene, to be filled. */
export function makePicture(): HTMLElement {
  const { content } = find('still', HTMLTemplateElement)
  return content.firstElementChild?.cloneNode(true) as HTMLElement
}

/** Shows a moment of the scene in a picture. */
export function fillPicture(picture: HTMLElement, still: Still): void {
  const part = (selector: string, within: ParentNode = picture) =>
    within.querySelector(selector) as HTMLElement
  part('.act').textContent = `${still.act + 1}. ${acts[still.act]}`
  const connection = part('.connection')
  connection.dataset.connected = String(still.isConnected)
  connection.textContent = still.isConnected ? 'Connected' : 'Not connected'
  for (const half of ['bare', 'library'] as const) {
    const where = part(`[data-half="${half}"]`)
    const { tone, charges } = still[half]
    where.dataset.tone = tone
    part('.says', where).textContent = sayOf(still[half], half)
    where.dataset.charges = String(charges.length)
    part('.charges', where).textContent = tellCharges(still[half])
  }
}
