import { effectScope, ReactiveEffect } from 'vue'

/**
 * Runs `run` so that the effect around it does not track what `run` reads. Vue exports nothing for that, so an effect of
 * our own tracks it, and is stopped.
 */
export function untracked<Result>(run: () => Result): Result {
  // A scope of our own holds it: a component's scope would keep it.
  const scope = effectScope(true)
  const effect = scope.run(() => new ReactiveEffect(run)) as ReactiveEffect<Result>
  try {
    return effect.run()
  } finally {
    scope.stop()
  }
}
