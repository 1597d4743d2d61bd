import { type Dice, longs, randomTables, reals, texts } from './random-query.ts'
import { long, type Row } from './scalar.ts'

/** Ticks of 2026-01-01. */
const START = 639_028_224_000_000_000n

const special: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/** What a property may be: a text nearly always, since then a source may have it as a column of its own. */
function bag(dice: Dice, onlyTexts: boolean): Record<string, unknown> | null {
  if (dice.below(6) === 0) return null
  return {
    ...(dice.below(3) > 0 && { k: dice.one(texts) }),
    ...(dice.below(3) > 0 && {
      n: !onlyTexts && dice.below(3) === 0 ? dice.below(4) : String(dice.below(4)),
    }),
    ...(dice.below(2) > 0 && {
      list: Array.from({ length: dice.below(4) }, () => dice.one(['a', 1, null, 'b c'])),
    }),
  }
}

const cells: Readonly<Record<string, (dice: Dice, onlyTexts: boolean) => unknown>> = {
  TimeGenerated: (dice) => START + BigInt(dice.below(40)) * 2_500_000n,
  s: (dice) => dice.one(texts),
  i: (dice) => dice.below(7) - 2,
  l: (dice) => long(BigInt(dice.one(longs))),
  r: (dice) => {
    const text = dice.one(reals)
    return special[text] ?? Number(text)
  },
  b: (dice) => dice.below(2) === 0,
  P: bag,
}

/** Rows for a table of `randomTables`. In half of the tables no column has a null, in half every property is a text. */
export function randomRows(dice: Dice, name: string): Row[] {
  const nulls = dice.below(2) === 0
  const onlyTexts = dice.below(2) === 0
  return Array.from({ length: dice.below(24) }, () => {
    const row = (randomTables[name] ?? []).map((column) => {
      const empty = nulls && column.type !== 'string' && dice.below(5) === 0
      return [column.name, empty ? null : (cells[column.name]?.(dice, onlyTexts) ?? null)] as const
    })
    return new Map(row)
  })
}
