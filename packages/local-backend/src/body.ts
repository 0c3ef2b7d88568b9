import type { IncomingMessage } from 'node:http'

/** How many bytes a frame, an HTTP body or an upload may have: 64 MiB, as a frame of Convex's own server. */
export const largestBody = 64 * 1024 * 1024

/** A body has more bytes than are taken. */
export class BodyTooLarge extends Error {}

/**
 * The whole body of a request.
 *
 * @throws {BodyTooLarge} when it has more than `largestBody` bytes; the rest of it is read and forgotten
 */
export async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = Number(request.headers['content-length'] ?? 0) > largestBody ? Number.POSITIVE_INFINITY : 0
  // The connection stays, so that the refusal can be sent on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > largestBody) {
      request.resume()
      throw new BodyTooLarge('The body has more than 64 MiB, which is the most that this server takes.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
