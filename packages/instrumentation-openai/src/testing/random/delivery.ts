// oxlint-disable oxc/no-map-spread -- small data, made once a case
import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  record,
} from 'fast-check'

import type { Answer } from './answers.ts'

/** A member of the answer that becomes something else, by its place among all members. */
interface Mutation {
  readonly place: number
  readonly by: unknown
}

/** What happens to an answer on its way. */
export interface Delivery {
  readonly mutations: readonly Mutation[]
  /** Where the bytes end too early, in thousandths of their number. */
  readonly cutAt: number | null
  /** Where they are split, in thousandths. */
  readonly splitAt: readonly number[]
  readonly ending: 'done' | 'quiet' | 'broken'
  readonly lineEnd: '\n' | '\r\n'
  /** Comments keep a connection alive, and are no events. */
  readonly comments: boolean
  readonly status: number
}

const strange = oneof(
  constantFrom<unknown>(
    null,
    '',
    'constructor',
    '{',
    0,
    -1,
    -1.5,
    1e300,
    true,
    [],
    {},
    [null],
    [[]],
  ),
  constantFrom<unknown>({ type: 'text' }, { type: '__proto__' }, { length: 3 }, [{ index: -1 }]),
  constant<unknown>(undefined),
)

export const deliveries: Arbitrary<Delivery> = record({
  mutations: oneof(
    { weight: 2, arbitrary: constant([]) },
    {
      weight: 3,
      arbitrary: array(record({ place: nat(), by: strange }), { minLength: 1, maxLength: 4 }),
    },
  ),
  cutAt: oneof(
    { weight: 4, arbitrary: constant(null) },
    { weight: 1, arbitrary: integer({ min: 0, max: 1000 }) },
  ),
  splitAt: array(integer({ min: 0, max: 1000 }), { maxLength: 8 }),
  ending: oneof(
    { weight: 4, arbitrary: constant('done' as const) },
    { weight: 1, arbitrary: constantFrom('quiet' as const, 'broken' as const) },
  ),
  lineEnd: constantFrom('\n', '\r\n'),
  comments: boolean(),
  status: oneof(
    { weight: 9, arbitrary: constant(200) },
    { weight: 1, arbitrary: constantFrom(400, 429, 500) },
  ),
})

/** Whether the answer arrives as it was sent. A stream may do without its end marker. */
export function isWhole({ cutAt, ending, mutations, status }: Delivery): boolean {
  return mutations.length === 0 && cutAt === null && status === 200 && ending !== 'broken'
}

/** The bytes as they arrive, in their pieces; boundaries fall anywhere, inside of characters too. */
export function piecesOnTheWire(answer: Answer, delivery: Delivery): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(textOf(answer, delivery))
  const at = (thousandths: number): number => Math.floor((bytes.length * thousandths) / 1000)
  const end = delivery.cutAt === null ? bytes.length : at(delivery.cutAt)
  const cuts = delivery.splitAt.map(at).filter((cut) => cut < end)
  const ends = [...cuts.toSorted((a, b) => a - b), end]
  return ends.map((stop, index) => bytes.slice(ends[index - 1] ?? 0, stop))
}

function textOf(
  { body, events }: Answer,
  { comments, ending, lineEnd, mutations }: Delivery,
): string {
  if (events === undefined) return JSON.stringify(mutated(body, mutations)) ?? ''
  // A mutation never takes the place of the whole: that is what a cut is for.
  const blocks = (mutated(events, mutations) as readonly unknown[]).map((event) => {
    const type = (event as { type?: unknown } | null | undefined)?.type
    const name = typeof type === 'string' && /^[\w.]+$/.test(type) ? [`event: ${type}`] : []
    return [...(comments ? [': ping'] : []), ...name, `data: ${JSON.stringify(event) ?? 'null'}`]
  })
  const all = ending === 'done' ? [...blocks, ['data: [DONE]']] : blocks
  return all.map((lines) => lines.join(lineEnd) + lineEnd + lineEnd).join('')
}

function mutated(value: unknown, mutations: readonly Mutation[]): unknown {
  return mutations.reduce((current: unknown, { by, place }) => {
    const places = placesIn(current)
    const path = places[place % Math.max(1, places.length)]
    return path ? replaced(current, path, by) : current
  }, value)
}

type Path = readonly (string | number)[]

function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : []
  const below = Array.isArray(value)
    ? value.flatMap((one, index) => placesIn(one, [...path, index]))
    : Object.entries(value).flatMap(([key, one]) => placesIn(one, [...path, key]))
  return path.length > 0 ? [path, ...below] : below
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((one, index) => (index === key ? replaced(one, rest, by) : one))
  const members = value as Readonly<Record<string, unknown>>
  return { ...members, [key]: replaced(members[key], rest, by) }
}
