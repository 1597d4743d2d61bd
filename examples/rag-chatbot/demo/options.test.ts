import { describe, expect, it } from 'vitest'

import { demoOptions } from './options.ts'

describe('the demo options', () => {
  it('play the model unless the environment names one', () => {
    const usual = { conversations: 60, seed: 1, data: '.kansoku/demo', version: '1' }
    expect(demoOptions([], {})).toEqual({ ...usual, ownModel: false })
    expect(demoOptions([], { OPENAI_API_KEY: 'key' })).toEqual({ ...usual, ownModel: true })
    expect(demoOptions([], { AZURE_OPENAI_ENDPOINT: 'https://example' }).ownModel).toBe(true)
    expect(demoOptions([], { SEARCH_DECISION_VERSION: '2' }).version).toBe('2')
    expect(demoOptions(['--conversations', '48', '--seed', '5'], {})).toEqual({
      ...usual,
      conversations: 48,
      seed: 5,
      ownModel: false,
    })
  })
})
