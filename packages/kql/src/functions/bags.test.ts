import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('a dynamic value', () => {
  it.each([
    ['dynamic([1, 2, 3])[-1]', 3],
    ['dynamic([1])[5]', null],
    ['parse_json("[1]")["a"]', null],
    ['dynamic({"a": {"b": 1}}).a.b', 1],
    ['parse_json(\'{"a":1}\')[0]', null],
    ['array_length(dynamic([1, 2]))', 2],
    ['bag_keys(dynamic({"b": 1, "a": 2}))', ['b', 'a']],
    ['bag_keys(parse_json("[1]"))', null],
    ['bag_merge(dynamic({"a": 1}), dynamic({"a": 2, "b": 3}))', { a: 1, b: 3 }],
    ['bag_pack("a", 1, "a", 2)', { a: 1 }],
    ['pack_array(1, "x", long(null))', [1, 'x', null]],
    ['array_sum(dynamic([1, null, 2]))', 3],
    ['array_sum(dynamic([]))', null],
    ['array_slice(dynamic([1, 2, 3, 4]), 1, 2)', [2, 3]],
    ['array_slice(dynamic([1, 2, 3, 4]), -2, -1)', [3, 4]],
    ['array_sort_asc(dynamic([3, null, 1]))', [1, 3, null]],
    ['array_concat(dynamic([1]), dynamic([2, 3]))', [1, 2, 3]],
    ['array_index_of(dynamic(["a", "b"]), "b")', 1],
    ['array_index_of(dynamic([5, 15]), 15.0)', 1],
    ['set_union(dynamic([1, 2]), dynamic([2, 3]))', [1, 2, 3]],
    ['set_difference(dynamic([1, 2]), dynamic([2]))', [1]],
    ['bag_has_key(dynamic({"a": null}), "a")', true],
    ['bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))', { b: 2 }],
    ['range(1, 7, 3)', [1, 4, 7]],
    ['repeat("x", 2)', ['x', 'x']],
    [
      'zip(dynamic([1, 2]), dynamic(["a"]))',
      [
        [1, 'a'],
        [2, null],
      ],
    ],
    ['parse_json(\'{"10":1,"9":2}\')', { 10: 1, 9: 2 }],
    ['tostring(parse_json(\'{"10":1,"9":2}\'))', '{"10":1,"9":2}'],
    ['parse_json("9007199254740993")', '9007199254740993'],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toEqual(expected)
  })
})
