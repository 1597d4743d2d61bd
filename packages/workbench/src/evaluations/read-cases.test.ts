import { describe, expect, it } from 'vitest'

import { droppedIds, droppedLine, isConfirmed, readCases } from './read-cases.ts'

describe('a data set', () => {
  it('is JSON lines with an id each', () => {
    const text =
      '// by hand\n{"id":"a","input":1,"expected":"Yes"}\n\n{"id":"b","tags":["ja"],"input":null}\n'
    expect(readCases(text, 'cases.jsonl')).toEqual([
      { id: 'a', tags: [], input: 1, expected: 'Yes' },
      { id: 'b', tags: ['ja'], input: null },
    ])
  })

  it.each([
    ['{"id":"a"', 'cases.jsonl:1: no JSON: '],
    ['[]', 'cases.jsonl:1: a case is an object'],
    ['{"id":"a"}', 'cases.jsonl:1: "input" is missing'],
    ['{"input":1}', 'cases.jsonl:1: "id" is missing'],
    ['{"id":"a","input":1,"tags":"ja"}', 'cases.jsonl:1: "tags" is no list of texts'],
    ['{"id":"a","input":1,"confirmed":"no"}', 'cases.jsonl:1: "confirmed" is true or false'],
    ['{"id":"a","input":1,"source":{"trace":"t"}}', 'cases.jsonl:1: "source" is no { "trace",'],
    ['{"id":"a","input":1,"label":"x"}', 'cases.jsonl:1: "label" is no member of a case'],
    [
      '{"id":"a","input":1}\n{"id":"a","input":2}',
      'cases.jsonl:2: the id "a" is that of line 1 too',
    ],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => readCases(text, 'cases.jsonl')).toThrow(message)
  })

  it('counts what is not left to be confirmed', () => {
    const text = ['', '"confirmed":true,', '"confirmed":false,']
      .map((member, index) => `{${member}"id":"${index}","input":1}`)
      .join('\n')
    expect(readCases(text, 'cases.jsonl').map(isConfirmed)).toEqual([true, true, false])
  })

  it('knows what was dropped, by lines that it writes', () => {
    const text = `{"id":"a","input":1}\n${droppedLine('harvested-1')}\r\n// dropped by hand\n`
    expect(droppedIds(text)).toEqual(['harvested-1'])
    expect(readCases(text, 'cases.jsonl')).toHaveLength(1)
  })
})
