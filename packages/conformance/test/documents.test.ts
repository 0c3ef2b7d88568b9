import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { blocksOf, examples, pages, root } from './documents/blocks.js'
import { complaintsOf } from './documents/compilers.js'
import { place } from './documents/folder.js'

/** What is code for a page or a server. */
const languages = ['ts', 'tsx', 'vue', 'svelte']
/** What is no such code: scripts for a console, commands, settings, markup, pictures and differences. */
const others = ['js', 'sh', 'json', 'html', 'mermaid', 'diff', 'text', 'ini']

const fence = '```'
const call = 'execute({ month: 1 })'
/** A page with a mistake in each language, and in an excerpt. */
const mistaken = `
${fence}ts
import { useConvexAction } from '@convex-action/vue'
import { api } from './convex/_generated/api'

useConvexAction(api.reports.generate).${call}
${fence}

${fence}ts
useConvexAction(api.reports.generate).${call}
${fence}

${fence}tsx
import { useConvexAction } from '@convex-action/react'
import { api } from '~/convex/_generated/api'

export const Report = () => <button onClick={() => useConvexAction(api.reports.generate).${call}}>Generate</button>
${fence}

${fence}vue
<script setup lang="ts">
import { useConvexAction } from '@convex-action/vue'
import { api } from '~/convex/_generated/api'

const { execute } = useConvexAction(api.reports.generate)
</script>

<template>
  <button type="button" @click="() => void ${call}">Generate</button>
</template>
${fence}

${fence}svelte
<script lang="ts">
import { useConvexAction } from '@convex-action/svelte'
import { api } from '~/convex/_generated/api'

const { execute } = useConvexAction(api.reports.generate)
</script>

<button type="button" onclick={() => void ${call}}>Generate</button>
${fence}
`

const all = pages().flatMap(blocksOf)
const withoutIndent = (text: string) => text.trim().replaceAll(/^ +/gm, '')

test('every block of code on every page is in a language that is checked, or is no code', () => {
  const unknown = all.filter(({ language }) => ![...languages, ...others].includes(language))
  expect(unknown.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([])
})

test('every excerpt that names its file is in that file', () => {
  const wrong = all.filter(
    ({ source, code }) =>
      source && !withoutIndent(readFileSync(join(root, source), 'utf8')).includes(withoutIndent(code)),
  )
  expect(wrong.map(({ page, line, source }) => `${page}:${line} is not in ${source}`)).toEqual([])
})

test('every page for beginners begins with how to make an app, and what to install, and has an action and a payment', () => {
  const start = pages().filter(({ path }) => path.startsWith('docs/start/'))
  expect(start).toHaveLength(7)
  for (const page of start) {
    expect(blocksOf(page)[1]?.code, page.path).toMatch(/^npm install convex .*@convex-action\/server\n$/)
    expect(page.text, page.path).toMatch(/api\.reports\.generate[\s\S]*recover\(api\.calls/)
  }
})

const mistakesOf = (code: string) => ts.transpileModule(code, { reportDiagnostics: true }).diagnostics

test('every block of JavaScript has no mistake in its grammar', () => {
  expect(mistakesOf('const report = useConvexAction(')).not.toEqual([])
  const scripts = all.filter(({ language }) => language === 'js')
  expect(scripts.filter(({ code }) => mistakesOf(code)?.length)).toEqual([])
})

test('every other block compiles as it stands, and would not with a mistake', { timeout: 300_000 }, async ({
  signal,
}) => {
  const checkedElsewhere = new Set(examples())
  const blocks = [...all, ...blocksOf({ path: 'mistaken-vue.md', text: mistaken })].filter(
    ({ language, source, code }) => languages.includes(language) && !source && !checkedElsewhere.has(code),
  )
  const folder = mkdtempSync(join(tmpdir(), 'documents-'))
  copyFileSync(
    fileURLToPath(new URL('documents/globals.d.ts', import.meta.url)),
    join(folder, 'globals.d.ts'),
  )
  const placed = place(folder, blocks)
  const complaints = await complaintsOf(folder, placed, signal)
  rmSync(folder, { recursive: true })
  const said = complaints.map(({ path, line, said }) => {
    const block = placed.find((one) => one.path === path)
    return block ? `${block.page}:${block.line + line} ${said}` : `${path}:${line} ${said}`
  })
  const meant = said.filter((text) => text.startsWith('mistaken'))
  expect(said.filter((text) => !meant.includes(text))).toEqual([])
  expect(meant).toHaveLength(5)
})
