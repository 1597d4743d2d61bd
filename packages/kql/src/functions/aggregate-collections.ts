import { canonicalJson } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import { bagEntries, bagOf, type Dynamic, isBag } from '../values/dynamic.ts'
import { type MakeAggregate, missing } from './accumulator.ts'
import { nothingSeen, schemaOf, see } from './schema-of.ts'
import { constantOf, refuse, type Site } from './site.ts'

/** An optional limit stands in the second place. */
function limitOf(site: Site): number {
  if (site.types.length < 2) return 1_048_576
  const limit = Number(constantOf(site, 1, 'a limit'))
  return limit < 0 ? 1_048_576 : limit
}

/** Keeps the input's order. Nulls of scalars go; of dynamics they stay, and arrays are spliced in. */
export const list =
  (keepNulls: boolean): MakeAggregate =>
  (site) => {
    const [type = 'dynamic'] = site.types
    const box = conversion(type, 'dynamic')
    const limit = limitOf(site)
    return () => {
      const items: Dynamic[] = []
      return {
        add: (value) => {
          if (items.length >= limit) return
          if (type === 'dynamic' && Array.isArray(value))
            items.push(...value.slice(0, limit - items.length))
          else if (!missing(value)) items.push(box(value))
          else if (keepNulls || type === 'dynamic') items.push(null)
        },
        result: () => items,
      }
    }
  }

/** In the order of first appearance. */
export const set: MakeAggregate = (site) => {
  const [type = 'dynamic'] = site.types
  const box = conversion(type, 'dynamic')
  const limit = limitOf(site)
  return () => {
    const items = new Map<string, Dynamic>()
    const put = (item: Dynamic): void => {
      const key = canonicalJson(item)
      if (items.size < limit && !items.has(key)) items.set(key, item)
    }
    return {
      add: (value) => {
        if (missing(value)) return
        if (type === 'dynamic' && Array.isArray(value)) for (const item of value) put(item)
        else put(box(value))
      },
      result: () => [...items.values()],
    }
  }
}

/** The first value of a key wins. */
export const bag: MakeAggregate = (site) => {
  const limit = limitOf(site)
  return () => {
    const entries = new Map<string, Dynamic>()
    return {
      add: (value) => {
        if (!isBag(value)) return
        for (const [key, item] of bagEntries(value))
          if (entries.size < limit && !entries.has(key)) entries.set(key, item)
      },
      result: () => bagOf(entries),
    }
  }
}

/** The types of all values, side by side. What is null everywhere has none that is known. */
export const buildSchema: MakeAggregate = (site) => () => {
  const seen = nothingSeen()
  return {
    add: (value) => see(value, seen),
    result: () => {
      const schema = schemaOf(seen)
      if (schema === undefined)
        throw refuse(site, 'unsupported', `${site.name}() of what is null everywhere`)
      return schema
    },
  }
}
