import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('arithmetic', () => {
  it.each([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['1 / 0', null],
    ['1.0 / 0', 'inf'],
    ['0.0 / 0', 'NaN'],
    ['(-5) % 3', 1],
    ['5 % (-3)', 2],
    ['(-7.5) % 2', 0.5],
    ['5 % 0', null],
    ['9223372036854775807 + 1', '-9223372036854775808'],
    ['9007199254740993 + 0', '9007199254740993'],
    ['3037000500 * 3037000500', '-9223372036709301616'],
    ['long(null) + 1', null],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(1.005, 2)', 1.01],
    ['bin(-7, 5)', -10],
    ['floor(2.7, 1)', 2],
    ['bin(5, 0)', null],
    ['sqrt(-1)', 'NaN'],
    ['log(-1)', null],
    ['log(0)', '-inf'],
    ['pow(2, 10)', 1024],
    ['max_of(1, long(null), 3)', 3],
    ['min_of(2.5, real(nan))', 'NaN'],
    ['binary_and(12, 10)', 8],
    ['isnan(0.0 / 0)', true],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toBe(expected)
  })
})

describe('a comparison', () => {
  it.each([
    ['long(null) == 1', false],
    ['long(null) != 1', true],
    ['long(null) == long(null)', false],
    ['long(null) < 1', null],
    ['not(long(null) < 1)', null],
    ['long(null) in (1, 2)', false],
    ['long(null) !in (1, 2)', true],
    ['real(nan) == real(nan)', false],
    ['real(nan) < 1.0', false],
    ['9007199254740993 == 9007199254740993', true],
    ['1 == 1.0', true],
    ['false and bool(null)', false],
    ['true or bool(null)', true],
    ['true and bool(null)', null],
    ['iff(bool(null), 1, 2)', 2],
    ['case(false, 1, true, 2, 3)', 2],
    ['5 between (1 .. 5)', true],
    ['5 !between (1 .. 4)', true],
    ['2 in (dynamic([1, 2]))', true],
    ['dynamic({"a": 1}).a == 1', true],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toBe(expected)
  })

  it.each([
    ['print dynamic(1) == dynamic(1)', 'runtime'],
    ['print d = dynamic({"a": "x"}) | where d.a == 1', 'unsupported'],
    ['print x = "1" | where x == 1', 'unsupported'],
  ])('is refused where the engine refuses or its answer is not known: %s', async (query, code) => {
    expect(await kusto.refusal(query)).toBe(code)
  })
})
