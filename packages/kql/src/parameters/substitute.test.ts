import { assert, asyncProperty, string } from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'

import { createKql, isKqlError, type KqlParameters, memorySource } from '../index.ts'
import { substitute } from './substitute.ts'

const Time = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-02T00:00:00Z') }

describe('a parameter', () => {
  it.each<[string, KqlParameters, string]>([
    ['where Name == {Name}', { Name: "it's" }, String.raw`where Name == "it\'s"`],
    ['where turn >= {Turn} and {On}', { Turn: 3, On: true }, 'where turn >= 3 and true'],
    ['where Name in ({Names})', { Names: ['a', 'b"c'] }, String.raw`where Name in ("a", "b\"c")`],
    [
      'where t {Time} | summarize n = count() by bin(t, {Time:grain})',
      { Time },
      'where t between (datetime(2026-01-01T00:00:00.000Z) .. datetime(2026-01-01T23:59:59.999Z)) | summarize n = count() by bin(t, 30m)',
    ],
    [
      'LLMCalls({Time:start}, {Time:end}) // {Time} {Gone}',
      { Time },
      'LLMCalls(datetime(2026-01-01T00:00:00.000Z), datetime(2026-01-02T00:00:00.000Z)) // {Time} {Gone}',
    ],
    ['n / {Time:seconds}', { Time }, 'n / 86400'],
    ['s == "prompt {Name}"', { Name: 'a"b' }, String.raw`s == "prompt a\"b"`],
    [`s == @'C:\\{Name}'`, { Name: "a'b" }, `s == @'C:\\a''b'`],
    [String.raw`s matches regex @"\p{L}{2}"`, {}, String.raw`s matches regex @"\p{L}{2}"`],
    ['dynamic({"a":1})', {}, 'dynamic({"a":1})'],
  ])('of %s', (query, parameters, expected) => {
    expect(substitute(query, parameters)).toBe(expected)
  })

  it.each<[string, KqlParameters, string]>([
    [
      'T\n| where x == {Gone}',
      { Name: 'a' },
      'there is no parameter {Gone}, but: Name, line 2, column 14',
    ],
    ['{Name:start}', { Name: 'a' }, 'the parameter {Name} has no form ":start", line 1, column 1'],
    [
      '"{Time}"',
      { Time },
      'the parameter {Time} is no single value, a string cannot hold it, line 1, column 2',
    ],
  ])('without a value for %s is told', (query, parameters, message) => {
    let error: unknown
    try {
      substitute(query, parameters)
    } catch (reason) {
      error = reason
    }
    expect(isKqlError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'semantic', message })
  })
})

describe('any text as a parameter', () => {
  const kql = createKql({ source: memorySource({}) })
  afterAll(() => kql.close())

  it('comes out of the query as it went in, bare or inside a string', async () => {
    await assert(
      asyncProperty(string({ unit: 'binary', maxLength: 20 }), async (Text) => {
        const query = `print bare = {Text}, plain = "<{Text}>", single = '<{Text}>'`
        const { rows } = await kql.run(query, { parameters: { Text } })
        expect(rows).toEqual([[Text, `<${Text}>`, `<${Text}>`]])
      }),
      { numRuns: 200 },
    )
  })
})
