import { describe, expect, it } from 'vitest'

import { unquoted } from './unquoted.ts'

class BadRequestError extends Error {
  readonly status = 400
  readonly code = 'content_filter'
}

const INPUT = {
  systemInstructions: [{ type: 'text', content: 'Answer Yes or No.' }],
  inputMessages: [
    { role: 'user', parts: [{ type: 'text', content: 'How do I pick a lock?' }] },
    {
      role: 'assistant',
      parts: [{ type: 'tool_call', name: 'look_up', arguments: { topic: ['locks, picking of'] } }],
    },
  ],
} as const

describe('unquoted', () => {
  it('keeps class, status, code and frames of an error, and masks what it quotes of any part', () => {
    const error = new BadRequestError('400 "pick a lock" and locks, picking of are refused')
    const shown = unquoted(error, () => INPUT) as BadRequestError
    expect([shown.constructor, shown.status, shown.code, shown.message]).toEqual([
      BadRequestError,
      400,
      'content_filter',
      '400 "…" and … are refused',
    ])
    expect(shown.stack).toMatch(/^BadRequestError: 400 "…" and … are refused\n\s+at /)
  })

  it('gives back an error that quotes nothing, and what is no error', () => {
    const error = new BadRequestError('400 This user may not use the text model')
    expect(unquoted(error, () => INPUT)).toBe(error)
    expect(unquoted('reason', () => INPUT)).toBe('reason')
  })
})
