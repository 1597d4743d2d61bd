import { describe, expect, it } from 'vitest'

import { readCases } from '../evaluations/read-cases.ts'
import { decideCase } from './decide-case.ts'

const waiting =
  '{"id":"harvested-1","tags":["turn-3"],"input":{"q":"検索して"},"expected":"No","confirmed":false,"source":{"trace":"t","call":"c","time":"","version":"1"}}'
const text = `// by hand\r\n{"id":"a",  "input":1}\n${waiting}\n\n{"id":"b","input":2}`

describe('a decision on a case', () => {
  it('changes its line alone', () => {
    const accepted = decideCase(text, 'harvested-1', { action: 'accept', expected: 'Yes' })
    expect(accepted).toBe(
      text.replace(
        waiting,
        '{"id":"harvested-1","tags":["turn-3"],"input":{"q":"検索して"},"expected":"Yes","source":{"trace":"t","call":"c","time":"","version":"1"}}',
      ),
    )
    expect(readCases(accepted ?? '', 'a.jsonl')).toHaveLength(3)
  })

  it('leaves the contract alone to judge where nothing is expected', () => {
    const [, , accepted = ''] = (
      decideCase(text, 'harvested-1', { action: 'accept', expected: null }) ?? ''
    ).split('\n')
    expect(Object.keys(JSON.parse(accepted) as object)).toEqual(['id', 'tags', 'input', 'source'])
  })

  it('leaves the id of a case that was dropped, for the next harvest', () => {
    expect(decideCase(text, 'harvested-1', { action: 'drop' })).toBe(
      text.replace(waiting, '// dropped "harvested-1"'),
    )
  })

  it('is none on a case that does not wait', () => {
    const ids = ['a', 'b', 'unknown']
    expect(ids.map((id) => decideCase(text, id, { action: 'drop' }))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
