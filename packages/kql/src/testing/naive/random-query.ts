import type { KqlColumn, KqlType } from '../../types.ts'

/** A source of choices that gives the same ones for the same seed. */
export interface Dice {
  /** A whole number below `n`. */
  below(n: number): number
  one<T>(choices: readonly T[]): T
}

/** Mulberry32. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n)
  }
  return { below, one: (choices) => choices[below(choices.length)] as (typeof choices)[number] }
}

/** A query under way: its text, and the columns that its rows have here. */
interface Piped {
  readonly text: string
  readonly columns: readonly KqlColumn[]
}
type Schema = readonly KqlColumn[]

export const texts: readonly string[] = [
  '',
  'a',
  'A',
  'b',
  'a b',
  'Ab-c',
  'é',
  '検索',
  '😀',
  "it's",
  '10',
  '-3',
  '\u212a',
  '%',
]
export const longs: readonly string[] = [
  '0',
  '1',
  '2',
  '-1',
  '-3',
  '10',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
]
const ints = ['0', '1', '2', '-1', '5', '2147483647']
export const reals: readonly string[] = [
  '0.5',
  '1.0',
  '-1.5',
  '3.25',
  '1e300',
  'nan',
  '+inf',
  '-inf',
]

const constants: Readonly<Partial<Record<KqlType, (dice: Dice) => string>>> = {
  string: (dice) => JSON.stringify(dice.one(texts)),
  int: (dice) => `int(${dice.one(ints)})`,
  long: (dice) => `long(${dice.one(longs)})`,
  real: (dice) => `real(${dice.one(reals)})`,
  bool: (dice) => dice.one(['true', 'false', 'bool(null)']),
  datetime: (dice) => `datetime(2026-01-01 00:00:0${dice.below(10)})`,
  timespan: (dice) => dice.one(['1s', '2s', '500ms', '3m']),
}
const scalarTypes = [
  'string',
  'int',
  'long',
  'real',
  'bool',
  'datetime',
] as const satisfies KqlType[]

const named = (columns: Schema, ...types: KqlType[]): string[] =>
  columns.filter(({ type }) => types.includes(type)).map(({ name }) => name)

const property = (dice: Dice, columns: Schema): string | undefined => {
  const bags = named(columns, 'dynamic').filter((name) => name.startsWith('P'))
  return bags.length === 0
    ? undefined
    : `${dice.one(bags)}${dice.one(['["k"]', '.k', '["n"]', '.n', '["none"]'])}`
}

/** An expression of a type over the columns. */
function expression(dice: Dice, columns: Schema, type: KqlType, depth: number): string {
  const own = named(columns, type)
  if (depth === 0 || dice.below(4) === 0) {
    return own.length > 0 && dice.below(3) > 0
      ? dice.one(own)
      : (constants[type]?.(dice) ?? 'dynamic(null)')
  }
  const of = (inner: KqlType): string => expression(dice, columns, inner, depth - 1)
  const bag = property(dice, columns)
  const converted = (...names: string[]): string[] =>
    bag === undefined ? [] : names.map((name) => `${name}(${bag})`)
  const either = [
    `iff(${of('bool')}, ${of(type)}, ${of(type)})`,
    `coalesce(${of(type)}, ${of(type)})`,
  ]
  switch (type) {
    case 'bool': {
      const inner = dice.one(scalarTypes)
      const order =
        inner === 'bool' || inner === 'string' ? ['==', '!='] : ['==', '!=', '<', '<=', '>', '>=']
      const word = JSON.stringify(dice.one(['a', 'b', 'A', 'ab', 'c', 'it', 'k']))
      return dice.one([
        `(${of(inner)} ${dice.one(order)} ${of(inner)})`,
        `(${of(inner)} ${dice.one(order)} ${constants[inner]?.(dice)})`,
        `(${of('bool')} ${dice.one(['and', 'or'])} ${of('bool')})`,
        `not(${of('bool')})`,
        `isnull(${of(inner)})`,
        `${dice.one(['isempty', 'isnotempty'])}(${of('string')})`,
        `(${of('string')} ${dice.one(['has', 'contains', 'startswith', 'endswith', '=~', '!has'])} ${word})`,
        ...(bag === undefined
          ? []
          : [`(${bag} ${dice.one(['has', 'contains', 'startswith'])} ${word})`]),
        ...converted('isempty', 'isnotempty'),
        `(${of('string')} ${dice.one(['in', '!in'])} (${constants['string']?.(dice)}, ${constants['string']?.(dice)}))`,
        `(${of('long')} in (${constants['long']?.(dice)}, ${constants['long']?.(dice)}))`,
        `(${of('datetime')} between (${constants['datetime']?.(dice)} .. ${constants['datetime']?.(dice)}))`,
      ])
    }
    case 'string':
      return dice.one([
        `strcat(${of('string')}, ${of(dice.one(['string', 'long', 'bool']))})`,
        `tostring(${of(dice.one(['int', 'long', 'bool', 'string']))})`,
        `toupper(${of('string')})`,
        ...converted('tostring', 'tostring'),
        ...either,
      ])
    case 'int':
      return dice.one([
        `toint(${of(dice.one(['string', 'long', 'bool']))})`,
        ...converted('toint'),
        ...either,
      ])
    case 'long':
      return dice.one([
        `(${of('long')} ${dice.one(['+', '-', '*', '/', '%'])} ${of(dice.one(['long', 'int']))})`,
        `bin(${of('long')}, ${dice.one(['1', '3', '10'])})`,
        `strlen(${of('string')})`,
        `tolong(${of(dice.one(['string', 'int', 'bool']))})`,
        ...converted('tolong'),
        ...either,
      ])
    case 'real':
      return dice.one([
        `(${of('real')} ${dice.one(['+', '-', '*', '/'])} ${of(dice.one(['real', 'int']))})`,
        `bin(${of('real')}, 0.5)`,
        ...either,
      ])
    case 'datetime':
      return dice.one([
        `(${of('datetime')} ${dice.one(['+', '-'])} ${constants['timespan']?.(dice)})`,
        `bin(${of('datetime')}, ${dice.one(['1s', '2s', '1h', '7d'])})`,
        ...either,
      ])
    default:
      return own[0] ?? 'dynamic(null)'
  }
}

const aggregates: readonly ((dice: Dice, columns: Schema) => { text: string; type: KqlType })[] = [
  () => ({ text: 'count()', type: 'long' }),
  (dice, columns) => ({ text: `countif(${expression(dice, columns, 'bool', 2)})`, type: 'long' }),
  (dice, columns) => {
    const type = dice.one(['int', 'long', 'real'] as const)
    const result = type === 'int' ? 'long' : type
    const value = expression(dice, columns, type, 1)
    return dice.one([
      { text: `sum(${value})`, type: result },
      { text: `sumif(${value}, ${expression(dice, columns, 'bool', 1)})`, type: result },
      { text: `avg(${value})`, type: 'real' },
      { text: `percentile(${value}, ${dice.one([0, 50, 95, 100])})`, type: result },
    ])
  },
  (dice, columns) => {
    const type = dice.one(['int', 'long', 'real', 'datetime'] as const)
    const value = expression(dice, columns, type, 1)
    return dice.one([
      { text: `min(${value})`, type },
      { text: `max(${value})`, type },
      { text: `dcount(${value})`, type: 'long' },
    ])
  },
  (dice, columns) => {
    const value = expression(dice, columns, dice.one(['string', 'int', 'bool'] as const), 1)
    return { text: `${dice.one(['make_list', 'make_set'])}(${value})`, type: 'dynamic' }
  },
]

const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

type Operator = (dice: Dice, input: Piped, fresh: () => string) => Piped

const where: Operator = (dice, { text, columns }) => ({
  text: `${text} | where ${list(1 + dice.below(2), () => expression(dice, columns, 'bool', 2)).join(' and ')}`,
  columns,
})

const extend: Operator = (dice, { text, columns }, fresh) => {
  const type = dice.one(scalarTypes)
  const old = columns.find(({ type: each }) => each !== 'dynamic')
  const name = dice.below(4) === 0 && old ? old.name : fresh()
  const value = expression(dice, columns, type, 3)
  const kept = columns.some((column) => column.name === name)
    ? columns.map((column) => (column.name === name ? { name, type } : column))
    : [...columns, { name, type }]
  return { text: `${text} | extend ${name} = ${value}`, columns: kept }
}

const project: Operator = (dice, { text, columns }, fresh) => {
  const kept = columns.filter(() => dice.below(3) > 0)
  const type = dice.one(scalarTypes)
  const name = fresh()
  const renamed = kept.map((column) => ({
    from: column.name,
    name: column.type !== 'dynamic' && dice.below(4) === 0 ? fresh() : column.name,
    type: column.type,
  }))
  const parts = renamed.map((column) =>
    column.from === column.name ? column.name : `${column.name} = ${column.from}`,
  )
  return {
    text: `${text} | project ${[...parts, `${name} = ${expression(dice, columns, type, 2)}`].join(', ')}`,
    columns: [
      ...renamed.map((column) => ({ name: column.name, type: column.type })),
      { name, type },
    ],
  }
}

const said = (each: { readonly name: string; readonly text: string }): string =>
  `${each.name} = ${each.text}`

const summarize: Operator = (dice, { text, columns }, fresh) => {
  const made = list(1 + dice.below(3), () => ({
    name: fresh(),
    ...dice.one(aggregates)(dice, columns),
  }))
  const keys = list(dice.below(3), () => {
    const type = dice.one(scalarTypes)
    return { name: fresh(), type, text: expression(dice, columns, type, 2) }
  })
  const by = keys.length === 0 ? '' : ` by ${keys.map(said).join(', ')}`
  return {
    text: `${text} | summarize ${made.map(said).join(', ')}${by}`,
    columns: [...keys, ...made].map(({ name, type }) => ({ name, type })),
  }
}

const sortKeys = (dice: Dice, columns: Schema): string =>
  list(1 + dice.below(2), () => {
    const value = expression(dice, columns, dice.one(scalarTypes), 1)
    return `${value}${dice.one(['', ' asc', ' desc', ' asc nulls last', ' desc nulls first'])}`
  }).join(', ')

const sort: Operator = (dice, { text, columns }, fresh) => {
  const sorted = `${text} | sort by ${sortKeys(dice, columns)}`
  if (dice.below(3) > 0) return { text: sorted, columns }
  const name = fresh()
  const before = named(columns, ...scalarTypes)[0]
  const window = before === undefined || dice.below(2) === 0 ? 'row_number()' : `prev(${before})`
  const type =
    window === 'row_number()'
      ? 'long'
      : (columns.find((column) => column.name === before)?.type ?? 'long')
  return { text: `${sorted} | extend ${name} = ${window}`, columns: [...columns, { name, type }] }
}

const top: Operator = (dice, { text, columns }) => ({
  text: `${text} | top ${dice.below(6)} by ${expression(dice, columns, dice.one(scalarTypes), 1)} ${dice.one(['asc', 'desc'])}`,
  columns,
})
const take: Operator = (dice, { text, columns }) => ({
  text: `${text} | take ${dice.below(8)}`,
  columns,
})

const distinct: Operator = (dice, { text, columns }) => {
  const kept = columns.filter(({ type }) => type !== 'dynamic').filter(() => dice.below(3) === 0)
  return kept.length === 0
    ? { text, columns }
    : { text: `${text} | distinct ${kept.map(({ name }) => name).join(', ')}`, columns: kept }
}

const expand: Operator = (dice, { text, columns }, fresh) => {
  const bag = named(columns, 'dynamic').find((name) => name.startsWith('P'))
  if (bag === undefined) return { text, columns }
  const name = fresh()
  const index = dice.below(2) === 0 ? fresh() : undefined
  const value = fresh()
  return {
    text: `${text} | mv-expand ${index === undefined ? '' : `with_itemindex=${index} `}${name} = ${bag}.list | extend ${value} = tostring(${name}) | project-away ${name}`,
    columns: [
      ...columns,
      ...(index === undefined ? [] : [{ name: index, type: 'long' as const }]),
      { name: value, type: 'string' },
    ],
  }
}

const kinds = [
  'innerunique',
  'inner',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'leftanti',
  'rightsemi',
  'rightanti',
] as const

const join: Operator = (dice, { text, columns }, fresh) => {
  const type = dice.one(['string', 'int', 'long', 'bool'] as const)
  const key = fresh()
  const carried = { name: fresh(), type: dice.one(scalarTypes) }
  const right = table(dice)
  const rightText = `${right.text}${dice.below(2) === 0 ? ` | where ${expression(dice, right.columns, 'bool', 1)}` : ''}
    | project ${key} = ${expression(dice, right.columns, type, 1)}, ${carried.name} = ${expression(dice, right.columns, carried.type, 1)}`
  const kind = dice.one(kinds)
  const left = [...columns, { name: key, type }]
  const rightColumns = [{ name: key, type }, carried]
  return {
    text: `${text} | extend ${key} = ${expression(dice, columns, type, 1)} | join kind=${kind} (${rightText}) on ${key}`,
    columns:
      kind.endsWith('semi') || kind.endsWith('anti')
        ? kind.startsWith('left')
          ? left
          : rightColumns
        : [...left, { name: `${key}1`, type }, carried],
  }
}

const union: Operator = (dice, input, fresh) => {
  const leg = table(dice)
  const shared = input.columns.filter(({ name, type }) =>
    leg.columns.every((column) => column.name !== name || column.type === type),
  )
  if (shared.length === 0) return input
  const source = dice.below(2) === 0 ? fresh() : undefined
  const text = `union ${source === undefined ? '' : `withsource=${source} `}(${input.text} | project ${shared.map(({ name }) => name).join(', ')}), (${leg.text})`
  const names = new Set(shared.map(({ name }) => name))
  return {
    text,
    columns: [
      ...(source === undefined ? [] : [{ name: source, type: 'string' as const }]),
      ...shared,
      ...leg.columns.filter(({ name }) => !names.has(name)),
    ],
  }
}

const parse: Operator = (dice, { text, columns }, fresh) => {
  const [first, second] = [fresh(), fresh()]
  const type = dice.one(['string', 'long'] as const)
  const how = dice.one(['parse', 'parse-where'])
  const between = JSON.stringify(dice.one([' ', 'b', '-', "'"]))
  const pattern = dice.one([
    `${first}:string ${between} ${second}:${type}`,
    `* ${between} ${second}:${type}`,
  ])
  const made = pattern.startsWith('*') ? [] : [{ name: first, type: 'string' as const }]
  return {
    text: `${text} | ${how} ${expression(dice, columns, 'string', 1)} with ${pattern}`,
    columns: [...columns, ...made, { name: second, type }],
  }
}

const makeSeries: Operator = (dice, { text, columns }, fresh) => {
  const axis = named(columns, 'datetime')[0]
  if (axis === undefined) return { text, columns }
  const key = fresh()
  const type = dice.one(['string', 'int', 'bool'] as const)
  const made = [
    { name: fresh(), text: 'count()' },
    {
      name: fresh(),
      text: `sum(${expression(dice, columns, dice.one(['int', 'long'] as const), 1)})`,
    },
  ]
  const series = made.map((each) => `${each.name} = ${each.text}${dice.one(['', ' default=7'])}`)
  const by = dice.below(2) === 0
  return {
    text: `${text} | extend ${key} = ${expression(dice, columns, type, 1)}
    | make-series ${series.join(', ')} on ${axis} from datetime(2026-01-01 00:00:0${dice.below(4)}) to datetime(2026-01-01 00:00:0${4 + dice.below(5)}) step ${dice.one(['1s', '2s', '1500ms'])}${by ? ` by ${key}` : ''}`,
    columns: [
      ...(by ? [{ name: key, type }] : []),
      ...made.map(({ name }) => ({ name, type: 'dynamic' as const })),
      { name: axis, type: 'dynamic' },
    ],
  }
}

const operators: readonly Operator[] = [
  parse,
  makeSeries,
  where,
  where,
  where,
  extend,
  extend,
  project,
  summarize,
  sort,
  top,
  take,
  distinct,
  expand,
  join,
  union,
]

export const randomTables: Readonly<Record<string, readonly KqlColumn[]>> = {
  T: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 's', type: 'string' },
    { name: 'i', type: 'int' },
    { name: 'l', type: 'long' },
    { name: 'r', type: 'real' },
    { name: 'b', type: 'bool' },
    { name: 'P', type: 'dynamic' },
  ],
  U: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 's', type: 'string' },
    { name: 'l', type: 'long' },
    { name: 'P', type: 'dynamic' },
  ],
}

function table(dice: Dice): Piped {
  const name = dice.one(Object.keys(randomTables))
  return { text: name, columns: randomTables[name] ?? [] }
}

/** A well-typed query over `randomTables`: up to five operators. */
export function randomQuery(dice: Dice): string {
  let names = 0
  const fresh = (): string => `x${++names}`
  let piped = table(dice)
  const count = 1 + dice.below(5)
  for (let index = 0; index < count; index++) piped = dice.one(operators)(dice, piped, fresh)
  return piped.text
}
