import type { Contender } from '../contender.js'

/** Each contender is a separate module, so that a process loads only the one that it measures. In table order. */
export const contenders: Record<string, () => Promise<{ default: Contender }>> = {
  'bare await': () => import('./bare-await.js'),
  'hand-written': () => import('./hand-written.js'),
  'with encoding': () => import('./hand-written-encoding.js'),
  '@xstate/store': () => import('./xstate-store.js'),
  'XState actor': () => import('./xstate-actor.js'),
  'query-core': () => import('./query-core.js'),
  'convex-action': () => import('./ours.js'),
  'on actors': () => import('./ours-on-actors.js'),
  'hand-written in React': onPage(() => import('./hand-written-in-react.js')),
  'swr/mutation in React': onPage(() => import('./swr.js')),
  'convex-action in React': onPage(() => import('./ours-in-react.js')),
}

/** Loads a component once there is a page. */
function onPage<Module>(load: () => Promise<Module>) {
  return async () => {
    await import('../dom.js')
    return load()
  }
}

export async function contenderOf(name: string): Promise<Contender> {
  const load = contenders[name]
  if (!load) throw new Error(`There is no contender "${name}": ${Object.keys(contenders).join(', ')}.`)
  return (await load()).default
}
