import { readFileSync } from 'node:fs'

const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'chat.css': 'text/css; charset=utf-8',
} as const

export interface PageFile {
  readonly type: string
  readonly body: Buffer
}

/** The files of the chat page by their paths. */
export const pageFiles: ReadonlyMap<string, PageFile> = new Map(
  Object.entries(TYPES).map(([name, type]) => [
    name === 'index.html' ? '/' : `/${name}`,
    { type, body: readFileSync(new URL(`page/${name}`, import.meta.url)) },
  ]),
)

/** Nothing from elsewhere, nothing inline: what a model writes can be no script here. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const
