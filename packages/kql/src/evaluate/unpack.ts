import type { Place, Unpack } from '../ast.ts'
import { KqlError } from '../error.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { bagEntries, bagValue, type Dynamic, dynamicType, isBag } from '../values/dynamic.ts'
import { unlazy } from '../values/json.ts'
import { layoutOf } from './block.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

export function refuseAt(code: 'runtime' | 'unsupported', message: string, at: Place): KqlError {
  return new KqlError(code, `${message}, line ${at.line}, column ${at.column}`, at)
}

const types: Readonly<Record<string, KqlType>> = {
  bool: 'bool',
  long: 'long',
  double: 'real',
  string: 'string',
  datetime: 'datetime',
  timespan: 'timespan',
}

/** Values of different types are all dynamics. */
const common = (a: KqlType | undefined, b: KqlType): KqlType =>
  a === undefined || a === b ? b : 'dynamic'

/** The columns of the input but the bag, then its properties in the order of their names. */
export async function unpackedColumns(
  plan: Unpack,
  run: Run,
  open: Open,
): Promise<readonly KqlColumn[]> {
  const { at, bag, prefix } = plan
  const { names, blocks } = open(plan.input, new Set([bag]), [], run)
  const place = layoutOf(names).get(bag) ?? -1
  const found = new Map<string, KqlType | undefined>()
  for await (const block of blocks) {
    await checkpoint(run)
    for (let row = 0; row < block.length; row++) {
      for (const [key, value] of entriesOf(unlazy(block.columns[place]?.[row]), at)) {
        const type = dynamicType(value)
        found.set(
          key,
          type === 'null' ? found.get(key) : common(found.get(key), types[type] ?? 'dynamic'),
        )
      }
    }
  }
  const kept = plan.input.columns.filter(({ name }) => name !== bag)
  const added = [...found].map(([key, type]): KqlColumn => {
    const name = prefix + key
    if (type === undefined)
      throw refuseAt(
        'unsupported',
        `bag_unpack() of the property "${key}", which is null everywhere`,
        at,
      )
    if (kept.some((column) => column.name === name))
      throw refuseAt(
        'runtime',
        `bag_unpack() makes a second column "${name}" (give it a prefix)`,
        at,
      )
    return { name, type }
  })
  return [...kept, ...added.toSorted((a, b) => (a.name < b.name ? -1 : 1))]
}

function entriesOf(value: Dynamic, at: Place): readonly (readonly [string, Dynamic])[] {
  if (value === null || value === undefined) return []
  if (isBag(value)) return bagEntries(value)
  throw refuseAt('unsupported', 'bag_unpack() of a value that is no bag', at)
}

/** A property as its column: what the query declares may not fit, and what happens then is not known. */
function reader({ at, declared }: Unpack, key: string, type: KqlType): (bag: Dynamic) => unknown {
  const convert = conversion('dynamic', type)
  return (bag) => {
    const value = isBag(bag) ? bagValue(bag, key) : null
    if (value === null) return nullOf(type)
    if (declared && type !== 'dynamic' && types[dynamicType(value)] !== type)
      throw refuseAt(
        'unsupported',
        `bag_unpack() of a ${dynamicType(value)} "${key}" as ${type}`,
        at,
      )
    return convert(value)
  }
}

export function openUnpack(plan: Unpack, need: Names, run: Run, open: Open): Stream {
  const kept = new Set(
    plan.input.columns.map(({ name }) => name).filter((name) => name !== plan.bag),
  )
  const wanted = plan.columns.filter(({ name }) => need.has(name))
  const read = wanted.map(({ name }) => name).filter((name) => kept.has(name))
  const input = open(plan.input, new Set([...read, plan.bag]), [], run)
  const layout = layoutOf(input.names)
  const columns = wanted.map(({ name, type }) => ({
    from: kept.has(name) ? layout.get(name) : undefined,
    read: reader(plan, name.slice(plan.prefix.length), type),
  }))
  async function* unpacked(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      const bags = Array.from({ length: block.length }, (_, row) =>
        unlazy(block.columns[layout.get(plan.bag) ?? -1]?.[row]),
      )
      for (const bag of bags) entriesOf(bag, plan.at)
      yield {
        length: block.length,
        columns: columns.map(({ from, read: property }) =>
          from === undefined ? bags.map(property) : (block.columns[from] ?? []),
        ),
      }
    }
  }
  return { names: wanted.map(({ name }) => name), blocks: unpacked() }
}
