/** Names that break what is put together without care: of KQL, ARM, Bicep, workbooks and Markdown. */
const pieces: readonly string[] = [
  "'",
  '"',
  '\\',
  '${',
  '}',
  '{Prompt}',
  '{TimeRange:start}',
  '\n',
  '\r\n',
  '\t',
  '[',
  ']',
  "'''",
  '[[',
  '//',
  '| take 1',
  '検索判定',
  '\u2028',
  '\u0000',
  '𠮷',
  '%',
  '#',
  'a',
  'Yes',
  ' ',
  '$',
  "concat('",
  '../',
]

/** The same names in each run: a linear congruential generator, as of Numerical Recipes. */
export function nastyNames(count: number): readonly string[] {
  let state = 20_261_125
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)] ?? '').join(''),
  )
}
