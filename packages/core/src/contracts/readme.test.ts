import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { VIOLATIONS } from './contract.ts'
import { matches } from './matches.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

it('lists every violation in the README, with its meaning and in order', () => {
  const [, table = ''] =
    /\| `llmops\.output\.violation` \| why \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(readme) ?? []
  expect(table).toBe(
    Object.entries(VIOLATIONS)
      .map(([violation, meaning]) => `| \`${violation}\` | ${meaning} |\n`)
      .join(''),
  )
})

it('shows a pattern in the README that reads the label', () => {
  expect(readme).toContain(String.raw`matches(/^(?<label>Yes\|No)\b/)`)
  expect(
    matches(/^(?<label>Yes|No)\b/).judge({ text: 'Yes, search.', finishReason: 'stop' }),
  ).toEqual({ valid: true, label: 'Yes' })
})
