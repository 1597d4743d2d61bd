import type { Accumulator } from '../functions/accumulator.ts'
import type { Column } from '../source/source.ts'
import type { KqlType } from '../types.ts'
import { groupKey } from '../values/compare.ts'

/** Rows with equal keys. */
export interface Group {
  readonly keys: readonly unknown[]
  readonly states: readonly Accumulator[]
}

/** Rows come in runs: by time they lie in the same bin as the row before. */
export interface Runs {
  readonly groups: readonly Group[]
  /** Where each run ends, which is where the next one begins. */
  readonly ends: readonly number[]
}

export interface Groups {
  /** In the order of their first rows; without keys there is one from the start. */
  readonly all: readonly Group[]
  of(keys: readonly Column[], length: number): Runs
}

interface Level extends Map<unknown, Level | Group> {}

/** Null is a group of its own, and so is NaN. */
export function groupsBy(types: readonly KqlType[], start: () => readonly Accumulator[]): Groups {
  const all: Group[] = []
  const root: Level = new Map()
  const fresh = (keys: readonly unknown[]): Group => {
    const group = { keys, states: start() }
    all.push(group)
    return group
  }
  const only = types.length === 0 ? fresh([]) : undefined

  function find(keys: readonly Column[], row: number): Group {
    let level = root
    const last = types.length - 1
    for (let index = 0; index < last; index++) {
      const key = groupKey(keys[index]?.[row], types[index] ?? 'string')
      let next = level.get(key) as Level | undefined
      if (!next) level.set(key, (next = new Map()))
      level = next
    }
    const key = groupKey(keys[last]?.[row], types[last] ?? 'string')
    let group = level.get(key) as Group | undefined
    if (!group) level.set(key, (group = fresh(keys.map((column) => column[row]))))
    return group
  }

  return {
    all,
    of(keys, length) {
      const groups: Group[] = []
      const ends: number[] = []
      if (only) return { groups: length > 0 ? [only] : groups, ends: [length] }
      const same = keys.map(sameAsBefore)
      for (let row = 0; row < length; row++) {
        if (row > 0 && same.every((test) => test(row))) continue
        if (row > 0) ends.push(row)
        groups.push(find(keys, row))
      }
      ends.push(length)
      return { groups, ends }
    },
  }
}

/** Whether a cell is the cell above; where that is not plain to see, no. */
function sameAsBefore(column: Column): (row: number) => boolean {
  if (column instanceof BigInt64Array) {
    // Halves of the number, because reading a bigint makes one.
    const halves = new Int32Array(column.buffer, column.byteOffset, column.length * 2)
    return (row) => {
      const at = row * 2
      return halves[at] === halves[at - 2] && halves[at + 1] === halves[at - 1]
    }
  }
  return (row) => column[row] === column[row - 1]
}
