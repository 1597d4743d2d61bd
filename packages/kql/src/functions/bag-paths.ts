import { canonicalJson } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import { bagEntries, bagOf, type Dynamic, isBag } from '../values/dynamic.ts'
import { parseJson } from '../values/json.ts'
import { changeAt, hasPath, keyPathOf, pathOf, valueAt } from './json-path.ts'
import { constantOf, type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

type Path = readonly (string | number)[]

function keyPath(site: Site, text: string): Path {
  const path = keyPathOf(text)
  if (path && path.length > 0) return path
  throw refuse(site, 'unsupported', `${site.name}() with the path ${JSON.stringify(text)}`)
}

const hasKey: Make = (site) =>
  strict(['dynamic', 'string'], (value: Dynamic, key: string) =>
    isBag(value) ? hasPath(value, keyPath(site, key)) : null,
  )(site)

const removeKeys: Make = (site) =>
  strict(['dynamic', 'dynamic'], (value: Dynamic, keys: Dynamic) => {
    if (!isBag(value) || !Array.isArray(keys)) return null
    const texts = (keys as readonly Dynamic[]).filter((key) => typeof key === 'string')
    return texts.reduce<Dynamic>(
      (bag, text) =>
        changeAt(bag, keyPath(site, text), (entries, key) =>
          entries.filter(([name]) => name !== key),
        ),
      value,
    )
  })(site)

/** Bags that are missing on the way are made. */
function withKey(value: Dynamic, [step, ...rest]: Path, item: Dynamic): Dynamic {
  if (typeof step !== 'string') return value
  const entries = isBag(value) ? bagEntries(value) : []
  const old = entries.find(([key]) => key === step)
  const fresh = rest.length === 0 ? item : withKey(old?.[1] ?? null, rest, item)
  return bagOf(
    old
      ? entries.map(([key, each]) => [key, key === step ? fresh : each] as const)
      : [...entries, [step, fresh] as const],
  )
}

const setKey: Make = (site) => {
  const box = conversion(site.types[2] ?? 'dynamic', 'dynamic')
  return (value, key, item) => {
    if (!isBag(value)) return null
    const path = keyPath(site, String(key))
    if (path.some((step) => typeof step === 'number'))
      throw refuse(site, 'unsupported', `${site.name}() inside an array`)
    return withKey(value, path, box(item) ?? null)
  }
}

/** Keys without a value get null; what is beyond the keys, and keys that are no text, are left out. */
const zipBag = strict(['dynamic', 'dynamic'], (keys: Dynamic, values: Dynamic) => {
  if (!Array.isArray(keys) || !Array.isArray(values)) return null
  return bagOf(
    (keys as readonly Dynamic[]).flatMap((key, at) =>
      typeof key === 'string' ? [[key, (values as readonly Dynamic[])[at] ?? null] as const] : [],
    ),
  )
})

const setOf = (items: readonly Dynamic[]): Set<string> => new Set(items.map(canonicalJson))

const overSets =
  (run: (left: Set<string>, right: Set<string>, site: Site) => unknown): Make =>
  (site) =>
    strict(['dynamic', 'dynamic'], (left: Dynamic, right: Dynamic) =>
      Array.isArray(left) && Array.isArray(right) ? run(setOf(left), setOf(right), site) : null,
    )(site)

const common = (a: Set<string>, b: Set<string>): number =>
  [...a].filter((each) => b.has(each)).length

function jaccard(a: Set<string>, b: Set<string>, site: Site): number {
  const both = common(a, b)
  const all = a.size + b.size - both
  if (all === 0) throw refuse(site, 'unsupported', `${site.name}() of two empty sets`)
  return both / all
}

/** `extract_json(path, text)`: text, or of the type that is asked for. */
const extractJson: Make = (site) => {
  const text = String(constantOf(site, 0, 'a path'))
  const path = pathOf(text)
  if (!path)
    throw refuse(site, 'unsupported', `${site.name}() with the path ${JSON.stringify(text)}`)
  const convert = conversion('dynamic', site.type)
  return strict(['any', 'string', 'any'], (_path: string, json: string) => {
    try {
      return convert(valueAt(parseJson(json), path))
    } catch {
      return null
    }
  })(site)
}

/** Pairs of name and value; those without a value are left out. */
const packPresent: Make = (site) => {
  const boxes = site.types.map((type) => conversion(type, 'dynamic'))
  return (...args) =>
    bagOf(
      args.flatMap((name, at): (readonly [string, Dynamic])[] => {
        const value = at % 2 === 0 ? (boxes[at + 1]?.(args[at + 1]) ?? null) : null
        return value === null || value === '' ? [] : [[String(name), value]]
      }),
    )
}

export const bagPathFunctions: FunctionTable = {
  bag_has_key: hasKey,
  bag_remove_keys: removeKeys,
  bag_set_key: setKey,
  bag_zip: zipBag,
  set_equals: overSets((a, b) => a.size === b.size && common(a, b) === a.size),
  jaccard_index: overSets(jaccard),
  extract_json: extractJson,
  extractjson: extractJson,
  pack_present: packPresent,
}
