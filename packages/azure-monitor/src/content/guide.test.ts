import { readFile } from 'node:fs/promises'

import { expect, it } from 'vitest'

import { resolveContentStorage } from './resolve-storage.ts'
import { type ContentStorage, storageRule } from './storage-options.ts'

const PAGE = new URL('../../../../docs/guides/privacy-and-content.md', import.meta.url)

it('the guide "Privacy and content" shows options that are understood', async () => {
  const page = await readFile(PAGE, 'utf8')
  const [, program = ''] = /^```js storage\.mjs\n([\s\S]*?)^```$/m.exec(page) ?? []
  const { contentStorage } = (await import(
    `data:text/javascript,${encodeURIComponent(program)}`
  )) as {
    contentStorage: ContentStorage
  }
  const storage = resolveContentStorage(contentStorage)
  expect(storage).toMatchObject({
    dailyBytes: 500_000_000,
    instructionsOnce: true,
    chunks: true,
    warnings: [],
  })
  expect(
    [
      storage.general,
      storageRule(storage, 'medical_history', 1),
      storageRule(storage, 'search_decision', 7),
      storageRule(storage, 'search_decision', 8),
    ].map(({ mode, overflow }) => [mode, overflow]),
  ).toEqual([
    ['attributes', 'chunks'],
    ['hash', 'chunks'],
    ['chunks', 'chunks'],
    ['attributes', 'chunks'],
  ])
})
