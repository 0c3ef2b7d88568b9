import type { IncomingMessage } from 'node:http'

/**
 * Returns why a request is refused, or `null` if it may be answered. Any website can make a browser on this machine
 * send requests here, but it cannot choose the `Origin` that the browser sends. If the website's own name leads to
 * 127.0.0.1 (DNS rebinding), that name is in `Host`.
 */
export function refusalOf({ headers: { host, origin }, socket }: IncomingMessage): string | null {
  if (!isThisServer(host, socket.localPort)) {
    return `This server answers only at localhost, 127.0.0.1 and [::1], with its port ${socket.localPort}. The request's Host is ${quoted(host)}.`
  }
  if (origin !== undefined && !isLocalPage(origin)) {
    return `This server answers only pages that localhost, 127.0.0.1 or [::1] serves over http or https, with any port. The request's Origin is ${quoted(origin)}.`
  }
  return null
}

function isThisServer(host: string | undefined, port: number | undefined): boolean {
  const url = parsed(`http://${host}`)
  return url !== null && isLoopback(url.hostname) && Number(url.port || 80) === port
}

// Pages of sandboxed frames and of files have the origin `null`. Any website can create such pages, and `null` is not
// a URL.
function isLocalPage(origin: string): boolean {
  const url = parsed(origin)
  return url !== null && /^https?:$/.test(url.protocol) && isLoopback(url.hostname)
}

const isLoopback = (hostname: string) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

const parsed = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null)

const quoted = (header: string | undefined) => (header === undefined ? 'missing' : `"${header}"`)
