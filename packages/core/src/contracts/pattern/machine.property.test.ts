import { array, assert, constantFrom, letrec, oneof, property, subarray, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { machineOf } from './machine.ts'
import { find, type Machine } from './run.ts'

const ATOMS = [
  'a',
  'b',
  'A',
  'é',
  '😀',
  '.',
  '\\w',
  '\\d',
  '\\s',
  '\\n',
  '[ab]',
  '[^a]',
  '-',
  '\\.',
]
const EDGES = ['^', '$', '\\b', '\\B']
const TIMES = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{1,2}', '{0,3}?', '{2,}', '{1,}?']

/** Patterns of every construct, some of which are refused. */
const { pattern: patterns } = letrec<{ pattern: string; sequence: string; piece: string }>(
  (tie) => ({
    pattern: oneof(
      { weight: 3, arbitrary: tie('sequence') },
      tuple(tie('sequence'), tie('sequence')).map(([a, b]) => `${a}|${b}`),
    ),
    sequence: array(tie('piece'), { minLength: 0, maxLength: 4 }).map((parts) => parts.join('')),
    piece: oneof(
      { depthSize: 'small', withCrossShrink: true },
      constantFrom(...ATOMS),
      constantFrom(...EDGES),
      tuple(constantFrom(...ATOMS), constantFrom(...TIMES)).map((all) => all.join('')),
      tuple(tie('pattern'), constantFrom('', '', ...TIMES)).map(([p, t]) => `(${p})${t}`),
      tuple(tie('pattern'), constantFrom('', '', ...TIMES)).map(([p, t]) => `(?:${p})${t}`),
      tuple(tie('pattern'), constantFrom('', '', ...TIMES)).map(([p, t]) => `(?<label>${p})${t}`),
    ),
  }),
)
const flags = subarray(['i', 'm', 's', 'u', 'y', 'g']).map((all) => all.join(''))
const texts = array(
  constantFrom('a', 'b', 'A', 'B', 'é', 'É', '😀', '1', ' ', '\n', '-', '.', '_'),
  {
    maxLength: 12,
  },
).map((all) => all.join(''))

function legal(source: string, how: string): RegExp | undefined {
  try {
    return new RegExp(source, how)
  } catch {
    return undefined
  }
}

/** What cannot be done in linear time with the very same result, or what only V8 takes for legal. */
const REFUSED = /can match nothing|label inside a group label|two groups label/

function machineIfLinear(pattern: RegExp): Machine | undefined {
  try {
    return machineOf(pattern)
  } catch (error) {
    if (REFUSED.test(String(error))) return undefined
    throw error
  }
}

/** V8 looks inside a pair of surrogates, which the specification does not: /\B/u in "a😀a". */
function isInsidePair(text: string, { index }: RegExpExecArray): boolean {
  return index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xff_ff
}

describe('a pattern in linear time', () => {
  // Run once with 3,000,000 patterns and 7,800,000 texts: no difference.
  it('finds what the RegExp finds, and the same label', () => {
    let compared = 0
    const check = (native: RegExp, machine: Machine, text: string): void => {
      native.lastIndex = 0
      const expected = native.exec(text)
      if (expected && native.unicode && isInsidePair(text, expected)) return
      compared += 1
      expect(find(machine, text), `${String(native)} in ${JSON.stringify(text)}`).toEqual(
        expected === null ? undefined : { label: expected.groups?.['label'] },
      )
    }
    assert(
      property(
        patterns,
        flags,
        array(texts, { minLength: 4, maxLength: 8 }),
        (source, how, all) => {
          const native = legal(source, how)
          const machine = native && machineIfLinear(native)
          if (native && machine) for (const text of all) check(native, machine, text)
        },
      ),
      { numRuns: 3000 },
    )
    expect(compared).toBeGreaterThan(5000)
  })
})
