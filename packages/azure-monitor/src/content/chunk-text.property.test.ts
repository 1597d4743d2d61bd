import { createHash } from 'node:crypto'

import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { placeContent } from './place-content.ts'

/** How many runs, and how long the longest text: `KANSOKU_CHUNK_RUNS=2000 KANSOKU_CHUNK_MB=5` for the long proof. */
const RUNS = Number(process.env['KANSOKU_CHUNK_RUNS'] ?? 60)
const MEGABYTES = Number(process.env['KANSOKU_CHUNK_MB'] ?? 0.5)

const KEY = 'gen_ai.retrieval.query.text'
const letter = fc.oneof(
  fc.constantFrom(
    'a',
    '"',
    '\\',
    '\n',
    '\u0000',
    '日',
    'ｶﾞ',
    'é',
    '😀',
    '👩‍👩‍👧‍👦',
    '🇯🇵',
    '\ud83d',
    '\ude00',
    '\u2028',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
)
/** Long texts of a few letters, with something else here and there, also just at the limits. */
const longText = fc
  .tuple(
    fc.array(letter, { minLength: 1, maxLength: 6 }),
    fc.oneof(
      fc.integer({ min: 1, max: Math.floor(MEGABYTES * 1e6) }),
      fc.constantFrom(32_767, 32_768, 32_769, 65_535, 65_536, 65_537),
    ),
    fc.array(letter, { maxLength: 3 }),
  )
  .map(([letters, length, end]) => {
    const unit = letters.join('')
    return unit.repeat(Math.ceil(length / unit.length)).slice(0, length) + end.join('')
  })

it('gives back every text byte for byte, in rows that Azure takes', () => {
  fc.assert(
    fc.property(longText, (text) => {
      const { attributes, pieces } = placeContent(
        { [KEY]: text },
        { rule: { mode: 'chunks', overflow: 'cut' }, spend: () => true, besideSpan: false },
      )
      const [piece] = pieces
      const chunks = piece?.chunks ?? []
      const whole = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)))
      // Not `toEqual`, which takes its time over megabytes.
      expect(whole.equals(Buffer.from(text))).toBe(true)
      expect(chunks.every(fits)).toBe(true)
      const stored = JSON.parse(attributes['llmops.content.stored'] as string) as object
      expect(stored).toEqual({
        [KEY]: {
          as: 'chunks',
          chunks: chunks.length,
          bytes: whole.length,
          characters: text.length,
          sha256: createHash('sha256').update(whole).digest('hex'),
        },
      })
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

/** Not empty, within both limits, and whole characters of UTF-8. */
function fits(chunk: string): boolean {
  return (
    chunk.length > 0 &&
    chunk.length <= 32_768 &&
    Buffer.byteLength(JSON.stringify(chunk)) <= 57_344 &&
    Buffer.from(chunk).toString() === chunk
  )
}
