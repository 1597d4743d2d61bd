import { expect, it } from 'vitest'

import { triedName, triedSame, triedVersion } from './tried.ts'

const prompt = { name: 'search_decision', version: '2' }

it('names what a run tried, the same for the same settings in any order', () => {
  const one = { prompt, settings: { temperature: 0, model: 'gpt-4.1-mini' } }
  const other = { prompt, settings: { model: 'gpt-4.1-mini', temperature: 0 } }
  expect(triedName(one)).toBe('search_decision version 2 (model gpt-4.1-mini, temperature 0)')
  expect([triedName({ prompt }), triedVersion(one)]).toEqual([
    'search_decision version 2',
    'version 2 (model gpt-4.1-mini, temperature 0)',
  ])
  expect([triedSame(one, other), triedSame(one, { prompt })]).toEqual([true, false])
})
