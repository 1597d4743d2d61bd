import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('a function of time', () => {
  it.each([
    ['startofweek(datetime(2024-02-29 23:59))', '2024-02-25T00:00:00.0000000Z'],
    ['endofweek(datetime(2024-03-03))', '2024-03-09T23:59:59.9999999Z'],
    ['startofmonth(datetime(2020-01-31), 1)', '2020-02-01T00:00:00.0000000Z'],
    ['endofmonth(datetime(2020-02-01))', '2020-02-29T23:59:59.9999999Z'],
    ['startofyear(datetime(2020-02-01), -1)', '2019-01-01T00:00:00.0000000Z'],
    ['endofyear(datetime(9999-06-01))', '9999-12-31T23:59:59.9999999Z'],
    ['dayofweek(datetime(2024-02-29))', '4.00:00:00'],
    ['dayofweek(datetime(9999-12-30))', '4.00:00:00'],
    ['dayofweek(datetime(9999-12-31))', null],
    ['dayofyear(datetime(2020-12-31))', 366],
    ['week_of_year(datetime(2021-01-03))', 53],
    ['datetime_add("month", 1, datetime(2020-01-31))', '2020-02-29T00:00:00.0000000Z'],
    ['datetime_add("year", 8000, datetime(2020-01-31))', null],
    ['datetime_diff("year", datetime(2020-12-31), datetime(2021-01-01))', -1],
    ['datetime_diff("quarter", datetime(2024-03-31), datetime(2020-04-01))', 15],
    ['datetime_diff("week", datetime(2017-10-29), datetime(2017-09-30 23:59))', 5],
    ['datetime_diff("week", datetime(2020-01-01), datetime(2020-01-15))', -2],
    ['datetime_diff("Week", datetime(2020-12-31), datetime(2020-01-01)) > 51', true],
    ['datetime_diff("minute", datetime(2020-01-01), datetime(2020-01-01 13:45))', -825],
    ['datetime_part("quarter", datetime(2020-12-31))', 4],
    ['make_datetime(2020, 2, 30)', null],
    ['make_timespan(25, 70)', null],
    ['make_timespan(1, 2, 3, 4)', '1.02:03:04'],
    ['bin(datetime(2024-02-29), 7d)', '2024-02-26T00:00:00.0000000Z'],
    ['bin(datetime(1969-06-15 13:45), 1h)', '1969-06-15T13:00:00.0000000Z'],
    [
      'bin_at(datetime(2020-01-01 00:50), 1h, datetime(2020-01-01 00:30))',
      '2020-01-01T00:30:00.0000000Z',
    ],
    ['datetime(2020-01-01) + 1d', '2020-01-02T00:00:00.0000000Z'],
    ['datetime(0001-01-01) - 1tick', null],
    ['datetime(2020-01-02) - datetime(2020-01-01)', '1.00:00:00'],
    ['1d / 1h', 24],
    ['1d % 5h', '04:00:00'],
    ['2 * 90m', '03:00:00'],
    [
      'format_datetime(datetime(2020-01-02 15:04:05.1234567), "yy-M-d h:mm tt s.fff")',
      '20-1-2 3:04 PM 5.123',
    ],
    ['format_timespan(-1d - 2h, "d.hh:mm")', '-1.02:00'],
    ['unixtime_milliseconds_todatetime(1577836800500)', '2020-01-01T00:00:00.5000000Z'],
    ['datetime(2020-01-05) between (datetime(2020-01-02) .. 3d)', true],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toBe(expected)
  })

  it.each([
    ['print datetime_diff("week", now(), now()) / 2', 'unsupported'],
    ['print w = datetime_diff("week", now(), now()) | extend x = w', 'unsupported'],
    ['print format_datetime(now(), "yyyy-MM-ddTHH")', 'runtime'],
    ['print now() + now()', 'unsupported'],
  ])('is refused: %s', async (query, code) => {
    expect(await kusto.refusal(query)).toBe(code)
  })
})
