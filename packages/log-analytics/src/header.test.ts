import { describe, expect, it } from 'vitest'

import { parseHeader } from './header.ts'

const lines = [
  '// name: Example',
  '// title.en: An example',
  '// title.ja: 例',
  '// description.en: First half,',
  '//   second half.',
  '// description.ja: 前半、',
  '//   後半。',
  '// parameters: startTime: datetime, limit: int',
  '// tags: a, b',
  '',
  'T',
  '// inside the query',
  '| take 1',
]

const parse = (change: (copy: string[]) => void = () => undefined): unknown => {
  const copy = [...lines]
  change(copy)
  return parseHeader(copy.join('\n'), 'kql/functions/Example.kql')
}

describe('parseHeader', () => {
  it('separates header and query and joins continued lines', () => {
    expect(parse()).toEqual({
      header: {
        name: 'Example',
        title: { en: 'An example', ja: '例' },
        description: { en: 'First half, second half.', ja: '前半、後半。' },
        parameters: 'startTime: datetime, limit: int',
        tags: ['a', 'b'],
        schedule: undefined,
        measure: undefined,
      },
      body: 'T\n// inside the query\n| take 1',
    })
  })

  it.each([
    ['an unknown key', 1, '// titel.en: x', ':2: unknown key "titel.en"'],
    ['a repeated key', 2, '// title.en: again', ':3: "title.en" is given twice'],
    ['a comment that is no entry', 3, '// just words', ':4: expected "// key: value"'],
    ['a continuation of nothing', 0, '//   lost', ':1: expected "// key: value"'],
    ['a parameter without type', 7, '// parameters: a: datetime, b', ':8: "b" is no parameter'],
    ['an unknown parameter type', 7, '// parameters: a: date', ':8: "a: date" is no parameter'],
  ])('names file and line of %s', (_, index, line, message) => {
    expect(() => parse((copy) => copy.splice(index, 1, line))).toThrow(
      `kql/functions/Example.kql${message}`,
    )
  })

  it('reads when an alert runs and fires', () => {
    const schedule = ['// frequency: PT15M', '// window: P1D', '// severity: 2', '// threshold: 10']
    expect(parse((copy) => copy.splice(7, 1, ...schedule))).toMatchObject({
      header: { schedule: { frequency: 'PT15M', window: 'P1D', severity: 2, threshold: 10 } },
    })
  })

  it.each([
    ['// frequency: P2D', ':8: "frequency: P2D" is none that Azure takes; take one of PT1M, '],
    ['// window: 1d', ':9: "window: 1d" is none that Azure takes'],
    ['// severity: 5', ':10: "severity: 5" is no whole number from 0 to 4'],
    ['// threshold: 0', ':11: "threshold: 0" is no whole number from 1 to 1000000'],
  ])('refuses %s', (line, message) => {
    const schedule = ['// frequency: P1D', '// window: P1D', '// severity: 2', '// threshold: 10']
    const key = line.split(':', 1)[0] as string
    const changed = schedule.map((each) => (each.startsWith(`${key}:`) ? line : each))
    expect(() => parse((copy) => copy.splice(7, 1, ...changed))).toThrow(message)
  })

  it('says which entry is missing', () => {
    expect(() => parse((copy) => copy.splice(2, 1))).toThrow('the header has no "title.ja"')
  })

  it('refuses a header without a query', () => {
    expect(() => parse((copy) => copy.splice(9))).toThrow('there is no query below the header')
  })
})
