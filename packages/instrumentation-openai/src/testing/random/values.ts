import {
  type Arbitrary,
  array,
  constant,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  option,
  record,
  string,
} from 'fast-check'

/** What several APIs send, in the shapes that they document. */
export const words: Arbitrary<string> = oneof(
  {
    weight: 3,
    arbitrary: constantFrom('Yes', 'No', '検索します。', '👩‍👩‍👧 e\u0301', '{"new":true}', ''),
  },
  { weight: 2, arbitrary: string({ unit: 'grapheme', maxLength: 20 }) },
  // JSON carries these, and servers write them.
  {
    weight: 1,
    arbitrary: constantFrom('\ud83d', '\u0000', '\u2028', '\ufeff', 'data: [DONE]\n\n', '"\\'),
  },
)

export const id: Arbitrary<string> = integer({ min: 1, max: 999_999 }).map((n) => `x_${n}`)
export const model: Arbitrary<string> = constantFrom('gpt-4o-2024-08-06', 'gpt-5.2', 'o3')
export const tokens: Arbitrary<number> = integer({ min: 0, max: 100_000 })

/** A member that may be missing, or `null`. */
export function maybe<T>(value: Arbitrary<T>): Arbitrary<T | null | undefined> {
  return oneof(
    { weight: 3, arbitrary: value },
    { weight: 1, arbitrary: constantFrom(null, undefined) },
  )
}

/** JSON text as models write it for tools: mostly an object, sometimes cut off. */
export const toolArguments: Arbitrary<string> = oneof(
  { weight: 4, arbitrary: jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify({ value })) },
  { weight: 1, arbitrary: constantFrom('', '{', '[]', '{"q":"検') },
)

/** Pieces that make up a text, cut between UTF-16 units as servers do. */
export function piecesOf(value: Arbitrary<string>): Arbitrary<readonly string[]> {
  return value.chain((text) =>
    array(integer({ min: 0, max: text.length }), { maxLength: 4 }).map((cuts) => {
      const ends = [...cuts.toSorted((a, b) => a - b), text.length]
      return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end))
    }),
  )
}

/** Something that the types do not know yet. */
export const unheardOf: Arbitrary<Readonly<Record<string, unknown>>> = record({
  type: constantFrom('response.hologram.delta', 'hologram_call', 'output_hologram', 'x'),
  id: option(id),
  output_index: option(integer({ min: 0, max: 3 })),
  delta: jsonValue({ maxDepth: 1 }),
  status: constant('completed'),
})
