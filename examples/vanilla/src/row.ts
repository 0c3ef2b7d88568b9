/** A term and what it means, for a list of them. */
export function row(name: string, value: string): HTMLElement {
  const row = document.createElement('div')
  const term = document.createElement('dt')
  const description = document.createElement('dd')
  term.textContent = name
  description.textContent = value
  row.append(term, description)
  return row
}
