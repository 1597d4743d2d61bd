import { describe, expect, it } from 'vitest'

import { withheld } from './withheld.ts'

class OpenAIError extends Error {}
class LengthError extends OpenAIError {}
class SchemaError extends Error {}

function broken(): unknown {
  try {
    return JSON.parse('secret')
  } catch (error) {
    return error
  }
}

describe('withheld', () => {
  it('takes the message from an error that quotes what it could not parse', () => {
    const shown = withheld(broken(), false) as Error
    expect(shown.constructor).toBe(SyntaxError)
    expect(shown).toBeInstanceOf(SyntaxError)
    expect(`${shown.message} ${shown.stack}`).not.toContain('secret')
    expect(shown.stack).toMatch(/^SyntaxError: .*withheld.*\n\s+at /)
  })

  it('takes it from the error that node-fetch makes of the same', () => {
    const error = Object.assign(new Error(`reason: ${String(broken())}`), { type: 'invalid-json' })
    const shown = withheld(error, false) as Error
    expect(`${shown.message} ${shown.stack}`).not.toContain('secret')
  })

  it('takes it from every error of the code that read the answer, but not from the client’s own', () => {
    const mine = withheld(new SchemaError('got "secret"'), true) as Error
    expect([mine.constructor.name, mine.message.includes('secret')]).toEqual(['SchemaError', false])
    const own = new LengthError('the length limit was reached')
    expect(withheld(own, true)).toBe(own)
    expect(withheld('secret', true)).toBeUndefined()
  })

  it('takes it from what the engine says of an answer of another kind', () => {
    const error = new TypeError("Cannot use 'in' operator to search for 'object' in secret")
    const shown = withheld(error, false) as Error
    expect([shown.constructor, `${shown.message} ${shown.stack}`.includes('secret')]).toEqual([
      TypeError,
      false,
    ])
  })

  it('leaves errors of the request alone', () => {
    const torn = new TypeError('terminated')
    expect(withheld(torn, false)).toBe(torn)
    const missing = new TypeError("Cannot read properties of undefined (reading 'stream')")
    expect(withheld(missing, false)).toBe(missing)
    expect(withheld('reason', false)).toBe('reason')
  })
})
