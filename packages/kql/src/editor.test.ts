import { afterAll, describe, expect, it } from 'vitest'

import { createKql, type KqlToken, memorySource } from './index.ts'

const kql = createKql({
  source: memorySource({
    Calls: {
      columns: [
        { name: 'Time', type: 'datetime' },
        { name: 'Model', type: 'string' },
        { name: 'Cost', type: 'real' },
      ],
      rows: [],
    },
  }),
  functions: [
    {
      name: 'RecentCalls',
      parameters: 'since: timespan, model: string = ""',
      body: 'Calls | where Time > ago(since)',
      documentation: 'The calls since then.',
    },
  ],
})
const { editor } = kql
afterAll(() => kql.close())

const colours = (text: string, tokens: readonly KqlToken[]): unknown =>
  tokens.map(({ kind, start, length }) => [kind, text.slice(start, start + length)])

/** The text without its `|caret|`, and where that stood. */
function caret(marked: string): [string, number] {
  const position = marked.indexOf('¦')
  return [marked.replace('¦', ''), position]
}

async function offered(marked: string): Promise<Map<string, unknown>> {
  const { items } = await editor.completions(...caret(marked))
  return new Map(items.map(({ filter, ...item }) => [filter, item]))
}

describe('completions', () => {
  it('offers operators after a pipe and says what is replaced', async () => {
    const { items, replaces } = await editor.completions(...caret('Calls | wh¦'))
    expect(replaces).toEqual({ start: 8, length: 2 })
    expect(items.find(({ filter }) => filter === 'where')).toEqual({
      kind: 'operator',
      label: 'where',
      filter: 'where',
      sort: '081_where',
      insert: 'where ',
      caret: 6,
      evaluated: true,
    })
  })

  it('offers columns with their types, and functions with the caret between their parentheses', async () => {
    const items = await offered('Calls | extend total = Cost * 2 | where ¦')
    expect(items.get('Model')).toMatchObject({ kind: 'column', documentation: 'string' })
    expect(items.get('total')).toMatchObject({ kind: 'column', documentation: 'real' })
    expect(items.get('round')).toMatchObject({
      kind: 'function',
      label: 'round(number, [precision])',
      insert: 'round()',
      caret: 6,
      evaluated: true,
    })
  })

  it('offers tables, saved functions and variables at the beginning of a query', async () => {
    const items = await offered('let x = 5; ¦')
    expect(items.get('Calls')).toMatchObject({
      kind: 'table',
      documentation: 'Time: datetime, Model: string, Cost: real',
    })
    expect(items.get('RecentCalls')).toMatchObject({
      kind: 'saved-function',
      documentation: 'The calls since then.',
    })
  })

  it('marks what this engine does not evaluate', async () => {
    const items = await offered('Calls | extend x = ¦')
    expect(items.get('geo_distance_2points')).toMatchObject({ evaluated: false })
  })

  it.each(['¦', 'Calls | where Model == "¦', 'Calls | summarize (((¦', '| | ¦', ')¦'])(
    'answers for half-written text: %s',
    async (marked) => {
      await expect(editor.completions(...caret(marked))).resolves.toHaveProperty('items')
    },
  )

  it('takes a place outside the text as its nearest end', async () => {
    await expect(editor.completions('Calls', 99)).resolves.toHaveProperty('replaces')
    await expect(editor.completions('Calls', -1)).resolves.toHaveProperty('replaces.start', 0)
  })
})

describe('hover', () => {
  it('tells type and signature as plain text, with the range of the name', async () => {
    const text = 'Calls | summarize avg(Cost) by bin(Time, 1h)'
    expect(await editor.hover(text, 1)).toEqual({
      text: '(table) Calls: table(Time, Model, Cost)',
      range: { start: 0, length: 5 },
    })
    expect(await editor.hover(text, 23)).toEqual({
      text: 'Cost: real',
      range: { start: 22, length: 4 },
    })
    expect(await editor.hover(text, 34)).toEqual({
      text: '(function) bin(value, roundTo): datetime',
      range: { start: 31, length: 3 },
    })
  })

  it('knows saved functions by their description', async () => {
    const hover = await editor.hover('RecentCalls(1d)', 3)
    expect(hover?.text).toContain('RecentCalls(since, [model])')
    expect(hover?.text).toContain('The calls since then.')
  })

  it('says nothing where nothing is', async () => {
    expect(await editor.hover('Calls   |   count', 6)).toBeUndefined()
    expect(await editor.hover('', 0)).toBeUndefined()
  })
})

describe('tokens', () => {
  it('gives every word its kind', async () => {
    const text = 'Calls | where Model has "x" // why\n| extend y = round(Cost, 2)'
    expect(colours(text, await editor.tokens(text))).toEqual([
      ['table', 'Calls'],
      ['punctuation', '|'],
      ['query-operator', 'where'],
      ['column', 'Model'],
      ['operator', 'has'],
      ['string', '"x"'],
      ['comment', '// why'],
      ['punctuation', '|'],
      ['query-operator', 'extend'],
      ['column', 'y'],
      ['punctuation', '='],
      ['function', 'round'],
      ['punctuation', '('],
      ['column', 'Cost'],
      ['punctuation', ','],
      ['literal', '2'],
      ['punctuation', ')'],
    ])
  })

  it('takes text that is no query', async () => {
    expect(await editor.tokens('')).toEqual([])
    await expect(editor.tokens('"unclosed')).resolves.toHaveLength(1)
  })
})

describe('signature', () => {
  it('tells the forms of a function and the argument under the caret', async () => {
    const help = await editor.signature(...caret('Calls | summarize count() by bin(Time, ¦'))
    expect(help).toMatchObject({ name: 'bin', argument: 1 })
    expect(help?.signatures).toHaveLength(4)
    expect(help?.signatures.at(-1)).toEqual({
      label: 'bin(value, roundTo)',
      parameters: [
        { name: 'value', optional: false, repeated: false, type: 'datetime' },
        { name: 'roundTo', optional: false, repeated: false, type: 'timespan' },
      ],
    })
  })

  it('belongs to the innermost call, and to none outside', async () => {
    expect(await editor.signature(...caret('print strcat("a", iff(true, ¦'))).toMatchObject({
      name: 'iff',
      argument: 1,
    })
    expect(await editor.signature(...caret('print strcat("a", ¦iff(true, 1, 2))'))).toMatchObject({
      name: 'strcat',
      argument: 1,
    })
    expect(await editor.signature(...caret('print ¦abs(1)'))).toBeUndefined()
    expect(await editor.signature(...caret('print abs(1)¦'))).toBeUndefined()
    expect(await editor.signature(...caret('print nothing_of_this_name(¦'))).toBeUndefined()
  })

  it('knows saved functions', async () => {
    expect(await editor.signature(...caret('RecentCalls(¦'))).toEqual({
      name: 'RecentCalls',
      argument: 0,
      documentation: 'The calls since then.',
      signatures: [
        {
          label: 'RecentCalls(since, [model])',
          parameters: [
            { name: 'since', optional: false, repeated: false, type: 'timespan' },
            { name: 'model', optional: true, repeated: false, type: 'string' },
          ],
        },
      ],
    })
  })
})

describe('a question taken back', () => {
  it('ends at once with the reason of its signal, and the next one is answered', async () => {
    const controller = new AbortController()
    const first = editor.tokens('Calls')
    const dropped = editor.completions('Calls | ', 8, { signal: controller.signal })
    controller.abort()
    await expect(dropped).rejects.toThrow('aborted')
    await expect(first).resolves.toHaveLength(1)
    await expect(kql.check('Calls', { signal: controller.signal })).rejects.toThrow('aborted')
    await expect(editor.tokens('Calls', { signal: controller.signal })).rejects.toThrow('aborted')
    await expect(editor.hover('Calls', 1)).resolves.toBeDefined()
  })
})
