import { readFile } from 'node:fs/promises'

const frame = new URL('../examples/shared/pages/building.html', import.meta.url)

/**
 * What there is while a part of the demo is not: a page that opens the part as soon as it is there.
 *
 * @param howLong the build takes
 */
export async function buildingPage(name: string, hasFailed: boolean, howLong: string): Promise<string> {
  const page = await readFile(frame, 'utf8')
  const [title, text] = hasFailed
    ? [`${name} could not be built`, 'The terminal of the demo says why.']
    : [`${name} is being built`, `This takes ${howLong}. It opens here as soon as it is ready.`]
  return page.replaceAll('{{title}}', title).replace('{{text}}', text)
}
