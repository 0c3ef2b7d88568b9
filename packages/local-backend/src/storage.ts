import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ConvexTest, Internals } from './convex-test-internals.js'

/**
 * Makes file storage point at this server, and keeps what an action does apart from transactions under way:
 * convex-test lets an action join whichever is open, so concurrent ones fail or see uncommitted writes.
 *
 * @returns who may upload: the bearer of a token from `generateUploadUrl`
 */
export function installStorage(
  internals: Internals,
  test: ConvexTest,
  inTransaction: AsyncLocalStorage<boolean>,
  baseUrl: () => string,
): { mayUpload(token: string | null): boolean } {
  const { asyncSyscall, jsSyscall } = internals
  const uploadTokens = new Set<string>()
  const inOwnTransaction = async <T>(call: () => Promise<T>): Promise<T> =>
    inTransaction.getStore() ? call() : inTransaction.run(true, () => test.run(call))

  internals.asyncSyscall = async (operation, jsonArgs) => {
    switch (operation) {
      case '1.0/storageGetUrl': {
        const url: string | null = JSON.parse(await asyncSyscall(operation, jsonArgs))
        return JSON.stringify(url && `${baseUrl()}/api/storage/${JSON.parse(jsonArgs).storageId}`)
      }
      case '1.0/storageGenerateUploadUrl': {
        const token = crypto.randomUUID()
        uploadTokens.add(token)
        return JSON.stringify(`${baseUrl()}/api/storage/upload?token=${token}`)
      }
      case '1.0/storageDelete':
        return inOwnTransaction(() => asyncSyscall(operation, jsonArgs))
      case '1.0/actions/vectorSearch':
        return test.query(() => asyncSyscall(operation, jsonArgs))
      default:
        return asyncSyscall(operation, jsonArgs)
    }
  }
  internals.jsSyscall = (operation, args) =>
    operation === 'storage/storeBlob'
      ? inOwnTransaction(() => jsSyscall(operation, args))
      : jsSyscall(operation, args)
  return { mayUpload: (token) => token !== null && uploadTokens.has(token) }
}

/** The stored file of that id, `null` when there is none. */
export async function readFile(test: ConvexTest, storageId: string): Promise<Blob | null> {
  let blob: Blob | null = null
  await test.action(async (ctx) => {
    blob = await ctx.storage.get(storageId)
  })
  return blob
}

/** Stores an uploaded file; answers its id. */
export async function storeFile(test: ConvexTest, blob: Blob): Promise<string> {
  return test.action((ctx) => ctx.storage.store(blob))
}
