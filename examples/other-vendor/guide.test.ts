import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('stands in the guide word for word, in under 60 lines', () => {
  const code = read('instrument.ts')
  const guide = read('../../docs/guides/write-an-instrumentation.md')
  const [, shown] = /```ts instrument\.ts\n(.*?)```/s.exec(guide) ?? []
  expect(shown).toBe(code)
  expect(code.trimEnd().split('\n').length).toBeLessThan(60)
})
