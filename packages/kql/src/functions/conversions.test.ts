import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('a conversion', () => {
  it.each([
    ['toint(" \\t-42 ")', -42],
    ['toint("0x1F")', 31],
    ['toint("12.5")', null],
    ['toint("1e3")', null],
    ['toint("2147483648")', null],
    ['toint(2147483648)', -2_147_483_648],
    ['toint(1h)', 1_640_261_632],
    ['toint(-2.9)', -2],
    ['tolong("9223372036854775807")', '9223372036854775807'],
    ['tolong("9223372036854775808")', null],
    ['tolong(true)', 1],
    ['tolong(real(nan))', null],
    ['tolong(1d)', 864_000_000_000],
    ['todouble(" .5 ")', 0.5],
    ['todouble("5.")', 5],
    ['todouble("0x10")', null],
    ['todouble("-inf")', '-inf'],
    ['todouble("1e400")', 'inf'],
    ['tobool("TRUE")', true],
    ['tobool(" true")', null],
    ['tobool("7")', true],
    ['tobool(0)', false],
    ['tostring(true)', 'True'],
    ['tostring(dynamic(true))', 'true'],
    ['tostring(long(null))', ''],
    ['tostring(1.0)', '1.0'],
    ['tostring(0.1 + 0.2)', '0.30000000000000007'],
    ['tostring(real(inf))', 'inf'],
    ['tostring(datetime(2020-01-01 12:30))', '2020-01-01T12:30:00.0000000Z'],
    ['tostring(-1d - 1tick)', '-1.00:00:00.0000001'],
    ['tostring(dynamic("x"))', 'x'],
    ['tostring(dynamic({"b": [1, 2.0, "x"], "a": null}))', '{"b":[1,2.0,"x"],"a":null}'],
    ['todatetime("2020-02-30")', null],
    ['todatetime("2020-02-29T23:59:59.9999999Z")', '2020-02-29T23:59:59.9999999Z'],
    ['totimespan("1.02:03:04.5")', '1.02:03:04.5000000'],
    ['totimespan("13:00")', '13:00:00'],
    ['totimespan("1d")', '1.00:00:00'],
    ['totimespan("25:00")', null],
    ['toguid("{AAAAAAAA000000000000000000000001}")', 'aaaaaaaa-0000-0000-0000-000000000001'],
    ['toguid("x")', null],
    ['toint(dynamic("12"))', 12],
    ['toint(dynamic([1]))', null],
    ['gettype(parse_json("1.0"))', 'double'],
    ['gettype(dynamic({}))', 'dictionary'],
    ['gettype(parse_json(""))', 'null'],
    ['parse_json("{\'a\'")', "{'a'"],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toEqual(expected)
  })

  it('saturates reals of a column at the ends of long', async () => {
    expect(
      await kusto.rows('datatable(x:real)[1e300, -1e300, real(inf)] | project tolong(x)'),
    ).toEqual([['9223372036854775807'], ['-9223372036854775808'], ['9223372036854775807']])
  })

  it.each(['print tolong(1e19)', 'print toint(3e9)', 'let x = 9.3e18; print tolong(-x)'])(
    'is refused where the answer is not known: %s',
    async (query) => {
      expect(await kusto.refusal(query)).toBe('unsupported')
    },
  )
})

describe('parse_json', () => {
  it('leaves a dynamic string as it is: JSON inside JSON needs tostring()', async () => {
    const inner = String.raw`dynamic({"inner": "{\"a\":1}"})`
    expect(
      await kusto.rows(
        `print d = ${inner} | project gettype(parse_json(d.inner)), parse_json(tostring(d.inner)).a`,
      ),
    ).toEqual([['string', 1]])
  })
})
