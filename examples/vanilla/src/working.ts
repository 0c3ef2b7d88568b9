import { find } from './find.js'
import { observer } from './observer.js'

/** Shows a thin line at the top while anything runs. */
export function showWorking(): void {
  const line = find('working', HTMLProgressElement)
  observer.subscribe((inFlight) => {
    line.hidden = inFlight === 0
  })
}
