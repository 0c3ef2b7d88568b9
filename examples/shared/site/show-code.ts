import { loadCode } from './load-code.js'

const dialog = document.createElement('dialog')
dialog.className = 'code-dialog'
dialog.setAttribute('aria-labelledby', 'code-title')
// A press beside it closes it, as Escape does.
dialog.setAttribute('closedby', 'any')
dialog.innerHTML =
  '<h2 id="code-title"></h2><button type="button" class="quiet" data-close>Close</button><div></div>'
document.body.append(dialog)

/** Shows the code that a button names by `data-code`. */
document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return
  if (target.closest('[data-close]')) return dialog.close()
  const name = target.closest<HTMLElement>('[data-code]')?.dataset.code
  if (name) void show(name)
})

async function show(name: string): Promise<void> {
  const [title, , body] = dialog.children
  if (!title || !body) return
  title.textContent = name
  body.textContent = 'Loading…'
  dialog.showModal()
  try {
    body.innerHTML = await loadCode(name)
    body.querySelector('pre')?.setAttribute('aria-label', name)
  } catch {
    body.textContent = 'The code did not load. Reload the page.'
  }
}
