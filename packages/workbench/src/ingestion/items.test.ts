import { describe, expect, it } from 'vitest'

import { splitItems } from './items.ts'

const tooMany = {
  problem: 'The body holds more than 64000 items; send them in smaller batches',
  status: 413,
}

describe('the items of a body', () => {
  it('are those of an array, of one envelope, or of lines', () => {
    const items = [{ value: { a: 1 } }, { value: { a: 2 } }]
    expect([
      splitItems('[{"a":1},{"a":2}]', ''),
      splitItems('{"a":1}\n\n{"a":2}\n', ''),
      splitItems('{"a":1}\r\n{"a":2}', 'application/x-json-stream'),
      splitItems('{\n  "a": 1\n}', ''),
    ]).toEqual([{ items }, { items }, { items }, { items: [{ value: { a: 1 } }] }])
  })

  it('say which line cannot be read', () => {
    expect(splitItems('{"a":1}\n\n{"a":\n{"a":2}', '')).toEqual({
      items: [
        { value: { a: 1 } },
        { problem: expect.stringContaining('at line 3, column 6') },
        { value: { a: 2 } },
      ],
    })
  })

  it.each([
    ['an array', `[${'1,'.repeat(5_000_000)}1]`],
    ['lines', '{"a":1}\n'.repeat(64_001)],
    ['lines that cannot be read', '{"\n'.repeat(5_000_000)],
  ])('are not more than Application Insights takes in %s', (_what, body) => {
    expect(splitItems(body, '')).toEqual(tooMany)
  })

  it('may be as many as it takes', () => {
    expect(splitItems('{"a":1}\n'.repeat(64_000), '')).toMatchObject({ items: { length: 64_000 } })
  })
})
