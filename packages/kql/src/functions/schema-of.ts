import { bagEntries, type Dynamic, dynamicType, isBag } from '../values/dynamic.ts'

/** All types that were seen in one place: words, and at most one container, in the order of their appearance. */
export interface SeenTypes {
  readonly words: Set<string>
  /** What stands in properties, and under `` `indexer` `` in the elements of arrays. */
  container?: Map<string, SeenTypes>
  /** How many words came before the container. */
  at?: number
}

const indexer = '`indexer`'

export const nothingSeen = (): SeenTypes => ({ words: new Set() })

/** Adds a value's types; a null has none. */
export function see(value: Dynamic, seen: SeenTypes): void {
  const type = dynamicType(value)
  if (type === 'null') return
  if (type !== 'array' && type !== 'dictionary') {
    seen.words.add(type)
    return
  }
  seen.at ??= seen.words.size
  seen.container ??= new Map()
  const places: readonly (readonly [string, Dynamic])[] = isBag(value)
    ? bagEntries(value)
    : (value as readonly Dynamic[]).map((item) => [indexer, item])
  for (const [key, item] of places) {
    const known = seen.container.get(key) ?? nothingSeen()
    seen.container.set(key, known)
    see(item, known)
  }
}

/** One type bare, several as an array; undefined where nothing but null was. */
export function schemaOf({ words, container, at }: SeenTypes): Dynamic {
  const types: Dynamic[] = [...words]
  if (container) {
    const entries = [...container].map(([key, seen]) => [key, schemaOf(seen)] as const)
    if (entries.some(([, schema]) => schema === undefined)) return undefined
    types.splice(at ?? 0, 0, new Map(entries))
  }
  return types.length > 1 ? types : types[0]
}
