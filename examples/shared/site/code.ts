/** Both have the contrast that everybody can read. */
const themes = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' }

/**
 * Code in colours, for light and for dark, as HTML.
 *
 * @param lang its language, as its file's name ends
 */
export async function highlight(code: string, lang: string): Promise<string> {
  // Only here: a demo starts sooner without.
  const { codeToHtml } = await import('shiki')
  return codeToHtml(code, {
    lang,
    themes,
    defaultColor: 'light-dark()',
    transformers: [
      {
        // The page has the background. What scrolls has to be reached by the keyboard.
        pre(node) {
          node.properties = { class: 'code', tabindex: '0' }
        },
      },
    ],
  })
}
