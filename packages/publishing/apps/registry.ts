import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import type { Packed } from '../src/pack.js'

/** A package registry on this machine. */
export interface Registry {
  url: string
  close(): void
}

/**
 * Serves the packed packages as a registry does, and nothing else. An app that asks it for the packages of our scope installs them as
 * it will install them from npm: by their names and versions.
 */
export async function startRegistry(packed: Packed[]): Promise<Registry> {
  const documents = new Map<string, object>()
  const tarballs = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const tarball = tarballs.get(path)
    const document = documents.get(path)
    if (tarball) return response.end(tarball)
    response.setHeader('content-type', 'application/json')
    return response.writeHead(document ? 200 : 404).end(JSON.stringify(document ?? { error: 'Not found' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  for (const { manifest, tarball } of packed) {
    const { name, version } = manifest
    const content = await readFile(tarball)
    const digest = (algorithm: string) => createHash(algorithm).update(content)
    const shasum = digest('sha1').digest('hex')
    // Its address changes with its content: package managers keep what they have read of an address.
    const path = `/${shasum}/${basename(tarball)}`
    const dist = {
      tarball: url + path,
      shasum,
      integrity: `sha512-${digest('sha512').digest('base64')}`,
    }
    const released = '2020-01-01T00:00:00.000Z'
    tarballs.set(path, content)
    documents.set(`/${name}`, {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
      // Package managers may refuse what is new.
      time: { created: released, modified: released, [version]: released },
    })
  }
  return {
    url,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
