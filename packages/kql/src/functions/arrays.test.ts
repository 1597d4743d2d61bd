import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('an array', () => {
  it.each([
    ['array_rotate_left(dynamic([1, 2, 3]), 1)', [2, 3, 1]],
    ['array_rotate_left(dynamic([1, 2, 3]), -1)', [3, 1, 2]],
    ['array_rotate_right(dynamic([1, 2, 3]), 4)', [3, 1, 2]],
    ['array_rotate_left(dynamic([]), 1)', []],
    ['array_shift_left(dynamic([1, 2, 3]), 1)', [2, 3, null]],
    ['array_shift_right(dynamic([1, 2, 3]), 2, 0)', [0, 0, 1]],
    ['array_split(dynamic([1, 2, 3]), 1)', [[1], [2, 3]]],
    ['array_split(dynamic([1, 2, 3, 4]), dynamic([1, -1]))', [[1], [2, 3], [4]]],
    ['array_iff(dynamic([true, false, null]), dynamic([1, 2, 3]), "none")', [1, 'none', null]],
    [
      'treepath(dynamic({"a": [{"x": 1}, {"y": 2}], "b": 3}))',
      ["['a']", "['a'][0]", "['a'][0]['x']", "['a'][0]['y']", "['b']"],
    ],
    ['dynamic_to_json(dynamic({"b": 1, "a": [1.5, "x"]}))', '{"a":[1.5,"x"],"b":1}'],
    [
      String.raw`extract_all(@"(\w)(\d)(\w)", dynamic([3, 1]), "a1b c2d")`,
      [
        ['b', 'a'],
        ['d', 'c'],
      ],
    ],
  ])('%s', async (expression, expected) => {
    expect(await kusto.value(expression)).toEqual(expected)
  })
})
