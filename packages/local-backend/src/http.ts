import type { IncomingMessage, ServerResponse } from 'node:http'
import { BodyTooLarge, bodyOf } from './body.js'
import { control } from './control.js'
import { encodeTimestamp } from './encoding.js'
import { calls, functionCall } from './function-call.js'
import { refusalOf } from './guard.js'
import type { Host } from './host.js'
import { reply, replyJson } from './reply.js'
import { readFile, storeFile } from './storage.js'

/** Answers HTTP requests: function calls, files, and the control endpoints if they are enabled. Never throws. */
export async function handleHttp(
  host: Host,
  serveControl: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const refusal = refusalOf(request)
    if (refusal) replyJson(response, 403, { error: refusal })
    else await route(host, serveControl, request, response)
  } catch (error) {
    // Do not answer a client that went away while it sent its body.
    if (response.headersSent || response.destroyed) return void response.destroy()
    if (error instanceof BodyTooLarge) replyJson(response, 413, { error: error.message })
    else reply(response, 500, String(error))
  }
}

async function route(
  host: Host,
  serveControl: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, url = '' } = request
  if (!url.startsWith('/')) return reply(response, 400, 'The address must be a path, such as /api/query.')
  const { pathname, searchParams } = new URL(`http://localhost${url}`)
  const call = calls[pathname]
  if (method === 'OPTIONS') reply(response, 204, '')
  else if (pathname.startsWith('/_local/') && serveControl) {
    await control(host, { pathname, searchParams }, request, response)
  } else if (method === 'POST' && call) await functionCall(host, call, request, response)
  else if (method === 'POST' && pathname === '/api/query_ts') {
    replyJson(response, 200, { ts: encodeTimestamp(host.functions.lastCommit) })
  } else if (method === 'POST' && pathname === '/api/storage/upload') {
    await upload(host, searchParams.get('token'), request, response)
  } else if (method === 'GET' && pathname.startsWith('/api/storage/')) {
    await download(host, pathname.slice('/api/storage/'.length), response)
  } else reply(response, 404, 'Not found')
}

async function upload(
  { functions }: Host,
  token: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!functions.mayUpload(token)) {
    const message = "Couldn't decode the StoreFileAuthorization token"
    return replyJson(response, 401, { code: 'StorageTokenInvalid', message })
  }
  const type = request.headers['content-type'] ?? ''
  const blob = new Blob([await bodyOf(request)], { type })
  replyJson(response, 200, { storageId: await storeFile(functions.test, blob) })
}

async function download(host: Host, storageId: string, response: ServerResponse): Promise<void> {
  const file = await readFile(host.functions.test, storageId).catch(() => null)
  if (!file) return reply(response, 404, 'File not found')
  const type = file.type || 'application/octet-stream'
  // A stored page must not run scripts as a page of this server, because those would pass the guard.
  const headers = { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' }
  reply(response, 200, Buffer.from(await file.arrayBuffer()), type, headers)
}
