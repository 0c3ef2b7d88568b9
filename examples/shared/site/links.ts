/** A link in the header of a page. */
export interface Link {
  name: string
  href: string
  isCurrent: boolean
}

/** The pages of the demo. Each has an address of its own below the start. */
const pages = {
  gallery: 'Gallery',
  vue: 'Vue',
  react: 'React',
  svelte: 'Svelte',
  vanilla: 'Plain TypeScript',
}

/** The apps that `npm run demo -- --apps` builds. */
export const apps = { nuxt: 'Nuxt', next: 'Next.js', sveltekit: 'SvelteKit' }

/** What a page is called: by its folder. */
export const nameOf = (folder: string): string | undefined =>
  ({ ...pages, ...apps })[folder as keyof typeof pages | keyof typeof apps]

/**
 * The links to all pages of the demo.
 *
 * @param current the folder of the page that they are on
 * @param start where the demo starts: `/`, or its address for a page that has another
 * @param hasApps whether the apps are built, too
 */
export const linksOf = (current: string, start: string, hasApps: boolean): Link[] => [
  ...Object.entries({ ...pages, ...(hasApps ? apps : {}) }).map(([folder, name]) => ({
    name,
    href: `${start}${folder}/`,
    isCurrent: folder === current,
  })),
  { name: 'Documentation', href: `${start}docs/`, isCurrent: false },
]

/**
 * The header of a page, as HTML. It is the same on every page of the demo.
 *
 * @param folder of the page, below `examples`
 * @param start as for `linksOf`
 */
export function headerOf(folder: string, start: string, hasApps: boolean): string {
  const name = nameOf(folder)
  const what = name && ` <span>${folder === 'gallery' ? '' : 'with '}${name}</span>`
  const links = linksOf(folder, start, hasApps).map(
    ({ name, href, isCurrent }) =>
      `<li><a href="${href}"${isCurrent ? ' aria-current="page"' : ''}>${name}</a></li>`,
  )
  return `<nav class="site" aria-label="Demo">
      <p><a href="${start}"${name ? '' : ' aria-current="page"'}>convex-action</a>${what ?? ''}</p>
      <ul>${links.join('')}</ul>
    </nav>`
}
