/** The code of a card, in colours, as HTML: see `plugin.ts`. Rejects where it cannot be loaded. */
export async function loadCode(name: string): Promise<string> {
  const answer = await fetch(`${import.meta.env.BASE_URL}code/${name}.html`)
  if (!answer.ok) throw new Error(`There is no code ${name}.`)
  return answer.text()
}
