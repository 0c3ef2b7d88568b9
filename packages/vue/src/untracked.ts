import { effectScope, ReactiveEffect } from 'vue'

/**
 * Runs `run` without letting the effect around it track what `run` reads. Vue exports no function for this, so an
 * effect of our own tracks it and is stopped.
 */
export function untracked<Result>(run: () => Result): Result {
  // A detached scope, because a component's scope would keep the effect.
  const scope = effectScope(true)
  const effect = scope.run(() => new ReactiveEffect(run)) as ReactiveEffect<Result>
  try {
    return effect.run()
  } finally {
    scope.stop()
  }
}
