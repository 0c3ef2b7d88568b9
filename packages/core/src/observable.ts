import { guard } from './report.js'

/** A record that tells its listeners of each change. It stays the same object until one of its fields changes. */
export function observable<Value extends object>(initial: Value) {
  const fields = Object.keys(initial) as (keyof Value)[]
  let value = initial
  const subscribers = new Set<{ listener: (value: Value) => void; heard?: Value }>()

  const tell = (subscriber: { listener: (value: Value) => void; heard?: Value }) => {
    subscriber.heard = value
    guard(() => subscriber.listener(value))
  }

  return {
    get: () => value,
    /** Whether anyone listens. */
    isObserved: () => subscribers.size > 0,
    /** Publishes `fresh`, if a field differs. A listener that throws keeps no other from hearing it. */
    set(fresh: Value): void {
      if (fields.every((field) => Object.is(fresh[field], value[field]))) return
      value = fresh
      // One that subscribed meanwhile has heard it.
      for (const subscriber of subscribers) if (subscriber.heard !== value) tell(subscriber)
    },
    /** Calls `listener` at once, and on every change until the returned function is called. */
    subscribe(listener: (value: Value) => void): () => void {
      const subscriber = { listener }
      subscribers.add(subscriber)
      tell(subscriber)
      return () => {
        subscribers.delete(subscriber)
      }
    },
  }
}
