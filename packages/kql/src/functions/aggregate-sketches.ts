import { conversion } from '../values/convert.ts'
import type { Dynamic } from '../values/dynamic.ts'
import { type MakeAggregate, missing } from './accumulator.ts'
import { refuse } from './site.ts'
import { memberText } from './sketches.ts'

/** All distinct members: see `sketches.ts`. */
export const hll: MakeAggregate = (site) => {
  const box = conversion(site.types[0] ?? 'dynamic', 'dynamic')
  return () => {
    const members = new Set<string>()
    return {
      add: (value) => {
        if (!missing(value)) members.add(memberText(box(value)))
      },
      result: () => [...members],
    }
  }
}

export const tdigest: MakeAggregate = (site) => {
  if (site.types.length > 1) throw refuse(site, 'unsupported', `${site.name}() with weights`)
  const box = conversion(site.types[0] ?? 'dynamic', 'dynamic')
  return () => {
    const values: Dynamic[] = []
    return {
      add: (value) => {
        if (!missing(value)) values.push(box(value))
      },
      result: () => values,
    }
  }
}

export const merging =
  (distinct: boolean): MakeAggregate =>
  () =>
  () => {
    const all: Dynamic[] = []
    return {
      add: (sketch) => {
        if (Array.isArray(sketch)) for (const each of sketch) all.push(each)
      },
      result: () => (distinct ? [...new Set(all)] : all),
    }
  }
