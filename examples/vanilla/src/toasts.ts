import { withToast } from '../../shared/toasts.js'
import { find } from './find.js'
import { observer } from './observer.js'

/** Tells of failures that no card tells of. */
export function showToasts(): void {
  const list = find('toasts', HTMLUListElement)
  let toasts: string[] = []
  observer.onEnd((end) => {
    const [added] = withToast(toasts, end).slice(toasts.length)
    if (added === undefined) return
    toasts = [...toasts, added]
    list.append(toastOf(added))
  })

  function toastOf(text: string): HTMLElement {
    const toast = document.createElement('li')
    const button = document.createElement('button')
    toast.className = 'error'
    button.type = 'button'
    button.className = 'quiet'
    button.textContent = 'Dismiss'
    button.addEventListener('click', () => {
      // The button has the focus, and goes.
      list.focus()
      toasts = toasts.filter((other) => other !== text)
      toast.remove()
    })
    toast.append(text, button)
    return toast
  }
}
