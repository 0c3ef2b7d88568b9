import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('src/functions/', import.meta.url)

/** What a component writes to use each function of the gallery, by the name of the function. */
export const readCode = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder).flatMap((file) =>
      [
        ...readFileSync(new URL(file, folder), 'utf8').matchAll(
          /'(\w+\.\w+)': define\(.*?use: \(\) =>\s+(.*?),\n {4}run/gs,
        ),
      ].map(([, name, use]) => [name ?? '', use ?? '']),
    ),
  )
