import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const calls = `datatable(prompt:string, label:string, tokens:long)[
  "a", "Yes", 10, "a", "No", 30, "a", "Other", 5,
  "b", "Yes", 20, "b", "No", 1,
  "c", "Yes", 2]`

describe('top-nested', () => {
  it('keeps the first values of each level within those of the level before', async () => {
    expect(
      await kusto.rows(`${calls} | top-nested 2 of prompt by total = sum(tokens),
        top-nested 1 of label by most = max(tokens) * 2`),
    ).toEqual([
      ['a', 45, 'No', 60],
      ['b', 21, 'Yes', 40],
    ])
  })

  it('orders upwards where asked to, and takes all values without a number', async () => {
    expect(
      await kusto.rows(
        `${calls} | top-nested 1 of prompt by sum(tokens) asc, top-nested of label by count()`,
      ),
    ).toEqual([['c', 2, 'Yes', 1]])
  })

  it('refuses "with others"', async () => {
    expect(
      await kusto.refusal(`${calls} | top-nested 1 of prompt with others = "rest" by count()`),
    ).toBe('unsupported')
  })
})
