import { readFileSync } from 'node:fs'

/** One fenced block of a page: ` ```js app.mjs ` has the language `js` and the title `app.mjs`. */
export interface Block {
  readonly language: string
  readonly title: string
  readonly text: string
}

/** The fenced blocks of a page of this repository, in their order. */
export function blocksOf(page: string): Block[] {
  const markdown = readFileSync(new URL(`../../../../${page}`, import.meta.url), 'utf8')
  return [...markdown.matchAll(/^```(\w+)(?: (.*))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', title = '', text = '']) => ({ language, title, text }),
  )
}
