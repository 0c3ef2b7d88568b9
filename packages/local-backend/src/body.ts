import type { IncomingMessage } from 'node:http'

/** The maximum size of a frame, an HTTP body or an upload: 64 MiB, like a frame of Convex's own server. */
export const largestBody = 64 * 1024 * 1024

/** A body is larger than allowed. */
export class BodyTooLarge extends Error {}

/**
 * Reads the whole body of a request.
 *
 * @throws {BodyTooLarge} if it has more than `largestBody` bytes. The rest of it is read and discarded.
 */
export async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = Number(request.headers['content-length'] ?? 0) > largestBody ? Number.POSITIVE_INFINITY : 0
  // Keep the connection open, so that the refusal can be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > largestBody) {
      request.resume()
      throw new BodyTooLarge('The body has more than 64 MiB, the maximum of this server.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
