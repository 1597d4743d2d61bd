import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const turns = `datatable(turn:long, answer:string)[
  1, "Yes", 2, "Yes", 3, "No", 4, "Yes"] | sort by turn asc`

describe('scan', () => {
  it('reads what the last matching row had as the step’s state', async () => {
    expect(
      await kusto.rows(
        `${turns} | scan declare (run:long = 0) with (step s: true => run = iff(answer == "Yes", s.run + 1, 0);)`,
      ),
    ).toEqual([
      [1, 'Yes', 1],
      [2, 'Yes', 2],
      [3, 'No', 0],
      [4, 'Yes', 1],
    ])
  })

  it('leaves out rows that do not match, and reads a declared column by itself as its initial value', async () => {
    expect(
      await kusto.rows(
        `${turns} | scan declare (n:long = 10, path:string = "none") with (step s: answer == "Yes" => n = n + turn, path = strcat(s.path, ">", s.answer);)`,
      ),
    ).toEqual([
      [1, 'Yes', 11, 'none>'],
      [2, 'Yes', 12, 'none>>Yes'],
      [4, 'Yes', 14, 'none>>Yes>Yes'],
    ])
  })

  it('refuses what is not known: rows without order, several steps, a column without a value', async () => {
    for (const query of [
      'print x = 1 | scan declare (n:long = 0) with (step s: true => n = x;)',
      `${turns} | scan declare (n:long = 0) with (step a: true => n = 1; step b: true => n = 2;)`,
      `${turns} | scan declare (n:long = 0, m:long = 0) with (step s: true => n = 1;)`,
    ])
      expect(await kusto.refusal(query)).toBe('unsupported') // oxlint-disable-line no-await-in-loop
  })
})
