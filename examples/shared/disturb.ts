/** What can go wrong between this page and the local backend; `delay` is in milliseconds. */
interface Faults {
  kill?: boolean
  refuse?: boolean
  delay?: number
}

const { VITE_CONVEX_URL: url, VITE_LOCAL_CONTROL: isLocal } = import.meta.env

/** Disturbs the local backend; `undefined` where the page talks to a real deployment. */
export const disturb = isLocal
  ? async (faults: Faults): Promise<void> => {
      await fetch(`${url}/_local/faults`, { method: 'POST', body: JSON.stringify(faults) })
    }
  : undefined
