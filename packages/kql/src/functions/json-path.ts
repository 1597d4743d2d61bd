import { bagEntries, bagOf, bagValue, type Dynamic, isBag } from '../values/dynamic.ts'

/** `$.a.b`, `$['a']`, `$.a[0]`; undefined for what has wildcards, slices or filters. */
export function pathOf(text: string): readonly (string | number)[] | undefined {
  if (!/^\$(?:\.[\p{L}_][\p{L}\p{N}_]*|\['[^']*'\]|\["[^"]*"\]|\[\d+\])*$/u.test(text))
    return undefined
  const steps = text.matchAll(/\.([^.[]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/gu)
  return Array.from(steps, ([, name, single, double, index]) =>
    index === undefined ? (name ?? single ?? double ?? '') : Number(index),
  )
}

/** Functions on bags take a key's name, or a path that begins with `$`. */
export function keyPathOf(text: string): readonly (string | number)[] | undefined {
  return text.startsWith('$') ? pathOf(text) : [text]
}

export function valueAt(value: Dynamic, path: readonly (string | number)[]): Dynamic {
  return path.reduce<Dynamic>((at, step) => {
    if (typeof step === 'number') return Array.isArray(at) ? (at[step] ?? null) : null
    return isBag(at) ? bagValue(at, step) : null
  }, value)
}

export function hasPath(value: Dynamic, path: readonly (string | number)[]): boolean {
  const [last] = path.slice(-1)
  const holder = valueAt(value, path.slice(0, -1))
  if (typeof last === 'number') return Array.isArray(holder) && last < holder.length
  return isBag(holder) && bagEntries(holder).some(([key]) => key === last)
}

/** A copy in which the bag at the path's end is changed; what is no bag on the way stays as it is. */
export function changeAt(
  value: Dynamic,
  [step, ...rest]: readonly (string | number)[],
  change: (
    entries: readonly (readonly [string, Dynamic])[],
    key: string,
  ) => readonly (readonly [string, Dynamic])[],
): Dynamic {
  if (!isBag(value) || typeof step !== 'string') return value
  const entries = bagEntries(value)
  if (rest.length === 0) return bagOf(change(entries, step))
  return bagOf(
    entries.map(
      ([key, item]) => [key, key === step ? changeAt(item, rest, change) : item] as const,
    ),
  )
}
