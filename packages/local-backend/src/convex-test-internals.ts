import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyDataModel, GenericMutationCtx } from 'convex/server'
import type { TestConvexRoot } from 'convex-test'

/** convex-test without knowledge of the schema. */
export type ConvexTest = TestConvexRoot<AnyDataModel> & {
  /** Reads and writes a component's tables. It is there, but its type does not say so. */
  runInComponent<Output>(
    path: string,
    callback: (ctx: GenericMutationCtx<AnyDataModel>) => Promise<Output>,
  ): Promise<Output>
}

/** The parts of a convex-test instance that have no public name; the version is pinned for their sake. */
export type Internals = {
  transactionManager: { commit(isNested: boolean): bigint | null }
  asyncSyscall(operation: string, jsonArgs: string): Promise<string>
  // biome-ignore lint/suspicious/noExplicitAny: blobs go in, blobs or ids come out
  jsSyscall(operation: string, args: any): Promise<any>
}

/**
 * Finds the internals of a convex-test instance: it passes them to an AsyncLocalStorage on every call.
 *
 * @throws when this convex-test is not shaped as the pinned one
 */
export function internalsOf(test: ConvexTest): Internals {
  const { run } = AsyncLocalStorage.prototype
  let found: Internals | undefined
  // biome-ignore lint/suspicious/noExplicitAny: stands in for a method of many signatures for one synchronous call
  AsyncLocalStorage.prototype.run = function (this: any, store: any, ...rest: [any]) {
    if (typeof store?.transactionManager === 'object') found = store
    return run.call(this, store, ...rest)
    // biome-ignore lint/suspicious/noExplicitAny: see above
  } as any
  try {
    void test.finishInProgressScheduledFunctions()
  } finally {
    AsyncLocalStorage.prototype.run = run
  }
  const complete =
    typeof found?.transactionManager.commit === 'function' &&
    typeof found.asyncSyscall === 'function' &&
    typeof found.jsSyscall === 'function' &&
    typeof test.runInComponent === 'function'
  if (!found || !complete) {
    throw new Error(
      'This convex-test is not shaped as the local backend expects: install exactly version 0.0.60.',
    )
  }
  return found
}
