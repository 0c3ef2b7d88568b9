import type { ServerResponse } from 'node:http'

// The guard decides which pages are answered.
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*, authorization, content-type, convex-client, digest',
  'access-control-max-age': '86400',
}

/** Answers with a body that pages of other origins may read. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  contentType = 'text/plain',
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...cors, 'content-type': contentType, ...headers })
  response.end(body)
}

/** Answers with JSON that pages of other origins may read. */
export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  reply(response, status, JSON.stringify(body), 'application/json')
}
