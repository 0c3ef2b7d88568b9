import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyDataModel, GenericMutationCtx } from 'convex/server'
import type { TestConvexRoot } from 'convex-test'

/** convex-test without the types of a schema. */
export type ConvexTest = TestConvexRoot<AnyDataModel> & {
  /** Reads and writes the tables of a component. It exists, but is missing from the type. */
  runInComponent<Output>(
    path: string,
    callback: (ctx: GenericMutationCtx<AnyDataModel>) => Promise<Output>,
  ): Promise<Output>
}

/** The parts of a convex-test instance that have no public name. This is why its version is pinned. */
export type Internals = {
  transactionManager: { commit(isNested: boolean): bigint | null }
  asyncSyscall(operation: string, jsonArgs: string): Promise<string>
  // biome-ignore lint/suspicious/noExplicitAny: blobs go in, blobs or ids come out
  jsSyscall(operation: string, args: any): Promise<any>
}

/**
 * Finds the internals of a convex-test instance, which it passes to an AsyncLocalStorage on every call.
 *
 * @throws `Error` if this convex-test is not the pinned version.
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
    throw new Error('The local backend needs exactly version 0.0.60 of convex-test.')
  }
  return found
}
