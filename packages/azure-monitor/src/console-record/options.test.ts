import { describe, expect, it } from 'vitest'

import { resolveConsoleRecord } from './options.ts'

const DEFAULTS = { only: false, content: false, maxLineBytes: 16_383, write: undefined }

describe('resolveConsoleRecord', () => {
  it.each([
    [undefined, {}, undefined],
    [false, { KANSOKU_CONSOLE_RECORD: 'true' }, undefined],
    [undefined, { KANSOKU_CONSOLE_RECORD: 'false' }, undefined],
    [undefined, { KANSOKU_CONSOLE_RECORD: ' True ' }, DEFAULTS],
    [undefined, { KANSOKU_CONSOLE_RECORD: 'only' }, { ...DEFAULTS, only: true }],
    [true, {}, DEFAULTS],
    ['only', {}, { ...DEFAULTS, only: true }],
    [{}, {}, DEFAULTS],
    [{ only: false }, { KANSOKU_CONSOLE_RECORD: 'only' }, DEFAULTS],
    [
      {},
      { KANSOKU_CONSOLE_RECORD_CONTENT: 'true', KANSOKU_CONSOLE_RECORD_MAX_LINE_BYTES: '8192' },
      { ...DEFAULTS, content: true, maxLineBytes: 8192 },
    ],
    [
      { content: false, maxLineBytes: 5000 },
      { KANSOKU_CONSOLE_RECORD_CONTENT: 'true', KANSOKU_CONSOLE_RECORD_MAX_LINE_BYTES: '8192' },
      { ...DEFAULTS, maxLineBytes: 5000 },
    ],
  ] as const)('makes of %j and %j: %j', (option, env, expected) => {
    const warnings: string[] = []
    expect(resolveConsoleRecord(option, env, warnings)).toEqual(expected)
    expect(warnings).toEqual([])
  })

  it('says what it does not understand, once, and lets nothing more through', () => {
    const warnings: string[] = []
    const env = { KANSOKU_CONSOLE_RECORD: 'yes', KANSOKU_CONSOLE_RECORD_MAX_LINE_BYTES: 'long' }
    expect(resolveConsoleRecord(undefined, env, warnings)).toBeUndefined()
    expect(resolveConsoleRecord({}, env, warnings)).toEqual(DEFAULTS)
    expect(resolveConsoleRecord({ maxLineBytes: 10 }, {}, warnings)).toEqual(DEFAULTS)
    expect(warnings).toEqual([
      'KANSOKU_CONSOLE_RECORD is none of true, only, false and is ignored.',
      'KANSOKU_CONSOLE_RECORD_MAX_LINE_BYTES is no whole number of at least 4096 and is ignored.',
      'consoleRecord.maxLineBytes is no whole number of at least 4096 and is ignored.',
    ])
  })
})
