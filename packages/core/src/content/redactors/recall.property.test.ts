import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { ContentPlace } from '../content-policy.ts'
import { type RedactorName, redactors } from './redactors.ts'

const PLACE: ContentPlace = { attribute: 'a', path: 'a', direction: 'input' }

const DIGITS = Array.from('0123456789')
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...DIGITS), minLength: length, maxLength: length })
const oneOf = (...options: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...options)
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((all) => all.join(''))

/** The digit that makes the sum right, found by trying. */
const completed = (digitsSoFar: string, isRight: (whole: string) => boolean): string =>
  DIGITS.map((last) => digitsSoFar + last).find(isRight) ?? digitsSoFar

function luhn(whole: string): boolean {
  const sum = Array.from(whole)
    .toReversed()
    .reduce((total, digit, place) => {
      const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (doubled % 10) + Math.floor(doubled / 10)
    }, 0)
  return sum % 10 === 0
}

/** By the table of the ordinance: digit n from the right, its weight n + 1 up to 6, n - 5 above. */
function myNumberIsRight(whole: string): boolean {
  const [check, ...others] = Array.from(whole).toReversed().map(Number)
  const rest = others.reduce((sum, digit, at) => sum + digit * (at < 6 ? at + 2 : at - 4), 0) % 11
  return check === (rest <= 1 ? 0 : 11 - rest)
}

const inFours = (whole: string, gap: string): string =>
  whole.replaceAll(/(\d{4})(?=\d)/g, `$1${gap}`)
const gap = oneOf('', ' ', '-')
const hyphen = oneOf('-', '−', '‐', 'ー', ' ')
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/)

const SAMPLES: Readonly<Partial<Record<RedactorName, fc.Arbitrary<string>>>> = {
  email: fc
    .tuple(word, oneOf('', '.', '+', '_', '-'), word, word, oneOf('com', 'co.jp', 'example', 'dev'))
    .map(([a, mark, b, host, top]) => `${a}${mark}${b}@${host}.${top}`),
  phone: fc.oneof(
    joined(oneOf('090', '080', '070', '050'), digits(8)),
    fc
      .tuple(oneOf('090', '080', '070', '050'), digits(4), digits(4), hyphen)
      .map(([a, b, c, mark]) => [a, b, c].join(mark)),
    fc
      .tuple(oneOf('03', '06'), digits(4), digits(4), hyphen)
      .map(([a, b, c, mark]) => [a, b, c].join(mark)),
    fc.tuple(oneOf('045', '011'), digits(3), digits(4)).map(([a, b, c]) => `(${a})${b}-${c}`),
    joined(
      oneOf('+81'),
      oneOf('-', ' '),
      oneOf('90', '3'),
      oneOf('-', ' '),
      digits(4),
      oneOf('-'),
      digits(4),
    ),
    joined(oneOf('+44 20 '), digits(4), oneOf(' '), digits(4)),
    joined(oneOf('(415) 555-', '212-555-', '+1-212-555-'), digits(4)),
  ),
  card: fc
    .tuple(
      fc.oneof(
        joined(oneOf('4'), digits(14)),
        joined(oneOf('51', '55'), digits(13)),
        joined(oneOf('3528', '3589'), digits(11)),
        joined(oneOf('6011', '65'), digits(11)).map((all) => all.padEnd(15, '7')),
      ),
      gap,
    )
    .map(([start, mark]) => inFours(completed(start, luhn), mark)),
  myNumber: fc
    .tuple(
      digits(11).filter((all) => !/^(19|20)/.test(all)),
      gap,
    )
    .map(([start, mark]) => inFours(completed(start, myNumberIsRight), mark)),
  secret: fc.oneof(
    joined(oneOf('sk-proj-', 'ghp_', 'glpat-'), fc.stringMatching(/^[A-Za-z0-9]{30}7$/)),
    joined(oneOf('AKIA'), fc.stringMatching(/^[A-Z2-7]{16}$/)),
    fc.stringMatching(/^eyJ[A-Za-z0-9_-]{20}\.eyJ[A-Za-z0-9_-]{20}\.[A-Za-z0-9_-]{20}$/),
  ),
}

const before = oneOf('', 'は', '：', '(', '「', ' ', '"', '\n', 'No.', 'TEL ', '<', 'https://x/?q=')
const after = oneOf('', 'です', '。', ')', '」', ' ', '"', '\n', ', and', '>', ' 2026-11-24')
const wide = (text: string): string =>
  text.replaceAll(/[!-~]/g, (half) => String.fromCharCode(half.charCodeAt(0) + 0xfee0))

describe.each(Object.entries(SAMPLES))('the redactor %s', (redactor, samples) => {
  it('finds every one, wherever it stands and however wide it is written', () => {
    fc.assert(
      fc.property(samples, before, after, fc.boolean(), (sample, left, right, isWide) => {
        const written = isWide ? wide(sample) : sample
        for (const name of [redactor as RedactorName, 'all'] as const) {
          const shown = redactors[name](`${left}${written}${right}`, PLACE) ?? ''
          expect(shown).not.toContain(written.slice(1, -1))
          expect(shown).toContain('[')
        }
      }),
      { numRuns: 1000 },
    )
  })
})
