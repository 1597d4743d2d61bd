import { afterAll, describe, expect, it } from 'vitest'

import { createKql, isKqlError, memorySource } from '../index.ts'

const kql = createKql({
  source: memorySource({
    T: {
      columns: [
        { name: 'Name', type: 'string' },
        { name: 'Bag', type: 'dynamic' },
        { name: 'n', type: 'long' },
      ],
      rows: [
        ['chat', { turn: 1, label: 'Yes' }, 1],
        ['chat', { turn: 2, label: 'No', cost: 0.5 }, 2],
        ['embed', null, 3],
      ],
    },
    Costs: {
      columns: [{ name: 'd', type: 'decimal' }],
      rows: [[0.1], ['0.2'], [null], ['12345678901234567890.5']],
    },
  }),
})
afterAll(() => kql.close())

interface Answer {
  readonly columns: string
  readonly rows: readonly (readonly unknown[])[]
}
async function answer(query: string): Promise<Answer> {
  const { columns, rows } = await kql.run(query)
  return { columns: columns.map(({ name, type }) => `${name}:${type}`).join(' '), rows }
}
async function refusal(query: string): Promise<unknown> {
  const error: unknown = await kql.run(query).catch((reason: unknown) => reason)
  return isKqlError(error) && { code: error.code, line: error.line, column: error.column }
}

describe('bag_unpack', () => {
  it('makes columns of properties, in the order of their names, in place of the bag', async () => {
    expect(await answer('T | evaluate bag_unpack(Bag)')).toEqual({
      columns: 'Name:string n:long cost:real label:string turn:long',
      rows: [
        ['chat', 1, null, 'Yes', 1],
        ['chat', 2, 0.5, 'No', 2],
        ['embed', 3, null, '', null],
      ],
    })
  })

  it('puts a prefix before the names, which the rest of the query can use', async () => {
    expect(
      await answer(
        `T | evaluate bag_unpack(Bag, 'p_') | where p_turn > 1 | project x = strcat(p_label, Name)`,
      ),
    ).toEqual({ columns: 'x:string', rows: [['Nochat']] })
  })

  it('gives dynamic to a property whose types differ, and takes any name', async () => {
    expect(
      await answer(
        `datatable(d: dynamic)[dynamic({"a b": 1, "c'd": [1]}), dynamic({"a b": "x"})] | evaluate bag_unpack(d)`,
      ),
    ).toEqual({
      columns: "a b:dynamic c'd:dynamic",
      rows: [
        [1, [1]],
        ['x', null],
      ],
    })
  })

  it('takes the columns that the query says', async () => {
    expect(await answer('T | evaluate bag_unpack(Bag) : (label: string, gone: long)')).toEqual({
      columns: 'label:string gone:long',
      rows: [
        ['Yes', null],
        ['No', null],
        ['', null],
      ],
    })
    expect(await answer('T | evaluate bag_unpack(Bag) : (*, turn: long) | take 1')).toEqual({
      columns: 'Name:string n:long turn:long',
      rows: [['chat', 1, 1]],
    })
  })

  it('may stand in a let, on both sides of a join, in a toscalar and in a union', async () => {
    expect(
      await answer(`let a = T | evaluate bag_unpack(Bag);
        a | join kind=inner (T | project Bag | evaluate bag_unpack(Bag)) on turn
        | extend total = toscalar(T | evaluate bag_unpack(Bag) | summarize sum(turn)) | project label, label1, total`),
    ).toEqual({
      columns: 'label:string label1:string total:long',
      rows: [
        ['Yes', 'Yes', 3],
        ['No', 'No', 3],
        ['', '', 3],
      ],
    })
    expect(
      (await answer('union T, (T | evaluate bag_unpack(Bag)) | summarize count() by turn')).rows,
    ).toEqual([
      [null, 4],
      [1, 1],
      [2, 1],
    ])
  })

  it('leaves the other columns where there are no rows', async () => {
    expect(await answer('T | where false | evaluate bag_unpack(Bag)')).toEqual({
      columns: 'Name:string n:long',
      rows: [],
    })
  })

  it('tells places in the query as it was written', async () => {
    expect(await refusal('T | evaluate bag_unpack(Bag) | extend x = prev(turn)')).toEqual({
      code: 'runtime',
      line: 1,
      column: 32,
    })
    expect(await refusal('T | evaluate bag_unpack(Bag) | where gone > 1')).toEqual({
      code: 'semantic',
      line: 1,
      column: 38,
    })
  })

  it.each([
    ['datatable(d: dynamic)[dynamic([1])] | evaluate bag_unpack(d)', 'unsupported'],
    ['datatable(d: dynamic)[dynamic({"a": null})] | evaluate bag_unpack(d)', 'unsupported'],
    ['datatable(d: dynamic, a: long)[dynamic({"a": 1}), 1] | evaluate bag_unpack(d)', 'runtime'],
    ['let f = () { T | evaluate bag_unpack(Bag) }; f()', 'unsupported'],
    ['T | evaluate bag_unpack(Bag) : (turn: string)', 'unsupported'],
  ])('refuses %s', async (query, code) => {
    expect(await refusal(query)).toMatchObject({ code })
  })
})

describe('pivot', () => {
  it('counts, or aggregates, into a column a value', async () => {
    expect(await answer('T | project n, Name | evaluate pivot(Name)')).toEqual({
      columns: 'n:long chat:long embed:long',
      rows: [
        [1, 1, 0],
        [2, 1, 0],
        [3, 0, 1],
      ],
    })
    expect(await answer('T | evaluate pivot(Name, sum(n), Name)')).toEqual({
      columns: 'Name:string chat:long embed:long',
      rows: [
        ['chat', 3, 0],
        ['embed', 0, 3],
      ],
    })
    expect((await answer('T | project n, Name | evaluate pivot(Name, max(n))')).rows).toEqual([
      [2, 3],
    ])
  })

  it('lets the rest of the query use its columns', async () => {
    expect(
      await answer('T | project n, Name | evaluate pivot(Name) | summarize sum(chat)'),
    ).toEqual({
      columns: 'sum_chat:long',
      rows: [[2]],
    })
  })

  it.each([
    'T | evaluate pivot(Name, make_set(n), n)',
    'T | evaluate pivot(Name, count(), n) : (n: long, chat: long)',
  ])('refuses %s', async (query) => {
    expect(await refusal(query)).toMatchObject({ code: 'unsupported' })
  })
})

describe('narrow', () => {
  it('makes a row of each cell', async () => {
    expect(await answer('T | project Name, n | take 2 | evaluate narrow()')).toEqual({
      columns: 'Row:long Column:string Value:string',
      rows: [
        [0, 'Name', 'chat'],
        [0, 'n', '1'],
        [1, 'Name', 'chat'],
        [1, 'n', '2'],
      ],
    })
    expect((await answer('T | evaluate narrow() | count')).rows).toEqual([[9]])
  })
})

describe('dcount_intersect', () => {
  it('counts what the sets before have in common', async () => {
    expect(
      await answer(`range x from 1 to 100 step 1
        | summarize a = hll(iff(x % 2 == 0, x, 0)), b = hll(iff(x % 3 == 0, x, 0)), c = hll(iff(x % 5 == 0, x, 0))
        | evaluate dcount_intersect(a, b, c) | project s0 - 1, s1 - 1, s2 - 1`),
    ).toMatchObject({ rows: [[50, 16, 3]] })
  })
})

it('reads decimals of a table', async () => {
  expect((await answer('Costs | where d < 1 | summarize sum(d)')).rows).toEqual([[0.3]])
  expect((await answer('Costs | where d == 0.1 or d > 1 or isnull(d)')).rows).toEqual([
    [0.1],
    [null],
    ['12345678901234567890.5'],
  ])
})

it('refuses other plugins by name', async () => {
  expect(await refusal('T | evaluate autocluster()')).toMatchObject({ code: 'unsupported' })
})
