import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const lines =
  'datatable(line:string)["turn=3 answer=Yes (12 ms)", "turn=x answer=No (9 ms)", "noise"]'

const byKey = (flags: string): string =>
  `print s = "KEY=a,b,c" | parse kind=regex ${flags} s with "key=" v "," * | project v`

describe('parse', () => {
  it('fills all captures of a row or none', async () => {
    expect(
      await kusto.rows(
        `${lines} | parse line with "turn=" turn:int " answer=" answer " (" ms:long " ms)" | project-away line`,
      ),
    ).toEqual([
      [3, 'Yes', 12],
      [null, '', null],
      [null, '', null],
    ])
  })

  it('in relaxed mode leaves out only what does not convert', async () => {
    expect(
      await kusto.rows(
        `${lines} | parse kind=relaxed line with "turn=" turn:int " answer=" answer " " * | project-away line`,
      ),
    ).toEqual([
      [3, 'Yes'],
      [null, 'No'],
      [null, ''],
    ])
  })

  it('by regular expression captures greedily, and lazily with the flag U', async () => {
    expect(await kusto.rows(byKey('flags=i'))).toEqual([['a,b']])
    expect(await kusto.rows(byKey('flags=Ui'))).toEqual([['a']])
    expect(await kusto.rows(byKey(''))).toEqual([['']])
  })

  it('keeps its captures apart from groups of the texts', async () => {
    expect(
      await kusto.rows(
        String.raw`print s = "abc-12-xyz" | parse kind=regex s with @"(\w)(\w+)-" n:long @"-(x)" rest | project n, rest`,
      ),
    ).toEqual([[12, 'yz']])
  })

  it('refuses what is not known: a text that goes on, a name that exists', async () => {
    expect(await kusto.refusal('print s = "a1 b" | parse s with "a" n:int " "')).toBe('unsupported')
    expect(await kusto.refusal('print s = "a1 b" | parse s with "a" s')).toBe('unsupported')
    expect(await kusto.refusal('print s = "a" | parse kind=regex flags=U s with "a+" t')).toBe(
      'unsupported',
    )
  })
})

describe('parse-where', () => {
  it('leaves out the rows that do not match', async () => {
    expect(
      await kusto.rows(
        `${lines} | parse-where line with "turn=" turn:int " answer=" answer " " * | project turn, answer`,
      ),
    ).toEqual([[3, 'Yes']])
  })
})

describe('parse-kv', () => {
  it('takes the first of several, trims blanks, and reads quotes with escapes', async () => {
    expect(
      await kusto.rows(
        String.raw`print s = @" a = 1 ; b = 'x;\'y' ; a = 2 ; c" | parse-kv s as (a:int, b:string, c:string)
        with (pair_delimiter=';', kv_delimiter='=', quote="'", escape='\\') | project a, b, c`,
      ),
    ).toEqual([[1, "x;'y", '']])
  })

  it('finds pairs by a regular expression of two groups', async () => {
    expect(
      await kusto.rows(
        String.raw`print s = '["url": "https://x.org/?h=1", "id": " 7 ", "id": "8"]'
        | parse-kv s as (url:string, id:long, gone:string) with (regex=@'"([\w ]+)":\s*"([^"]*)"') | project url, id, gone`,
      ),
    ).toEqual([['https://x.org/?h=1', 7, '']])
    expect(
      await kusto.refusal('print s = "a=1" | parse-kv s as (a:int) with (regex=@"(a)=1")'),
    ).toBe('runtime')
  })

  it('refuses other options than it knows', async () => {
    expect(await kusto.refusal('print s = "a=1" | parse-kv s as (a:int)')).toBe('unsupported')
  })
})
