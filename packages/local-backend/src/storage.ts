import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ConvexTest, Internals } from './convex-test-internals.js'

/**
 * Makes file storage point to this server, and keeps an action's work out of open transactions: convex-test lets an
 * action join whichever transaction is open, so concurrent actions would fail or see uncommitted writes.
 *
 * @returns A function that tells whether a token from `generateUploadUrl` allows an upload.
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

/** Returns the stored file with this id, or `null`. */
export async function readFile(test: ConvexTest, storageId: string): Promise<Blob | null> {
  let blob: Blob | null = null
  await test.action(async (ctx) => {
    blob = await ctx.storage.get(storageId)
  })
  return blob
}

/** Stores an uploaded file and returns its id. */
export async function storeFile(test: ConvexTest, blob: Blob): Promise<string> {
  return test.action((ctx) => ctx.storage.store(blob))
}
