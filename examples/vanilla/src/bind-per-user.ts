import { find } from './find.js'
import { onUserChange } from './user.js'

/** Binds a card as it is in the page, and, when the user changes, a new one in its place. */
export function bindPerUser(id: string, bind: () => void): void {
  const untouched = document.importNode(find(id, HTMLElement), true)
  bind()
  onUserChange(() => {
    find(id, HTMLElement).replaceWith(document.importNode(untouched, true))
    bind()
  })
}
