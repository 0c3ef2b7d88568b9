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
