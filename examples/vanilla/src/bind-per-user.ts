import { find } from './find.js'
import { onUserChange } from './user.js'

/**
 * Binds a card as it is in the page, and, when the user changes, a new one in its place. What `bind` gives ends the binding: a card
 * that is gone must not keep a call to itself.
 */
export function bindPerUser(id: string, bind: () => unknown): void {
  const untouched = document.importNode(find(id, HTMLElement), true)
  let end = bind()
  onUserChange(() => {
    if (typeof end === 'function') end()
    find(id, HTMLElement).replaceWith(document.importNode(untouched, true))
    end = bind()
  })
}
