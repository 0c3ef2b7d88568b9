/** What can go wrong between this page and the local backend; `delay` is in milliseconds. */
interface Faults {
  kill?: boolean
  delay?: number
}

const { VITE_CONVEX_URL: url, VITE_LOCAL_CONTROL: isLocal } = import.meta.env

/**
 * Disturbs the local backend; `undefined` where the page talks to a real deployment. Resolves with whether it did: not
 * where the backend does not answer any more.
 */
export const disturb = isLocal
  ? (faults: Faults): Promise<boolean> =>
      fetch(`${url}/_local/faults`, { method: 'POST', body: JSON.stringify(faults) }).then(
        ({ ok }) => ok,
        () => false,
      )
  : undefined
