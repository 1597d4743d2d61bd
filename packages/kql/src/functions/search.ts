import { conversion } from '../values/convert.ts'
import { patternOf } from './pattern.ts'
import { type FunctionTable, type Make, refuse, type Run, type Site } from './site.ts'

type Test = (text: string, wanted: string) => boolean

/** Terms are runs of letters and digits, in Unicode. */
const termCharacter = /[\p{L}\p{N}]/u

function isBoundary(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true
  return (
    !termCharacter.test(characterBefore(text, index)) ||
    !termCharacter.test(characterAt(text, index))
  )
}
const characterAt = (text: string, index: number): string =>
  String.fromCodePoint(text.codePointAt(index) ?? 0)
function characterBefore(text: string, index: number): string {
  const low = text.charCodeAt(index - 1)
  return low >= 0xdc00 && low <= 0xdfff && index > 1
    ? characterAt(text, index - 2)
    : characterAt(text, index - 1)
}

const term =
  (before: boolean, after: boolean): Test =>
  (text, wanted) => {
    if (wanted === '') return true
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      const end = at + wanted.length
      const starts = !before || isBoundary(text, at) || !termCharacter.test(characterAt(wanted, 0))
      const ends =
        !after ||
        isBoundary(text, end) ||
        !termCharacter.test(characterBefore(wanted, wanted.length))
      if (starts && ends) return true
    }
    return false
  }

/** Values of a text operator: anything with a text; a null has none. */
const textOf = (site: Site, index: number): ((value: unknown) => string) =>
  conversion(site.types[index] ?? 'string', 'string') as (value: unknown) => string

function operator(test: Test, insensitive: boolean, expected: boolean): Make {
  return (site) => {
    const left = textOf(site, 0)
    const right = textOf(site, 1)
    const normal = insensitive ? (text: string) => text.toLowerCase() : (text: string) => text
    const constant = site.constants[1]
    const fixed = constant && normal(right(constant.value))
    return (text, wanted) => test(normal(left(text)), fixed ?? normal(right(wanted))) === expected
  }
}

const tests = {
  has: term(true, true),
  hasprefix: term(true, false),
  hassuffix: term(false, true),
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
} as const satisfies Readonly<Record<string, Test>>

/** `has`, `!has`, `has_cs`, `!has_cs` and so on for each test. */
const operators: FunctionTable = Object.fromEntries(
  Object.entries(tests).flatMap(([name, test]) => [
    [name, operator(test, true, true)],
    [`!${name}`, operator(test, true, false)],
    [`${name}_cs`, operator(test, false, true)],
    [`!${name}_cs`, operator(test, false, false)],
  ]),
)

const equal: Test = (text, wanted) => text === wanted

/** Values come one by one or as a dynamic array. */
const hasSome =
  (all: boolean): Make =>
  (site) => {
    const left = textOf(site, 0)
    const wantedOf = (args: readonly unknown[]): string[] =>
      args.flatMap((value, index) => {
        const text = textOf(site, index + 1)
        return (Array.isArray(value) ? value : [value]).map((each) => text(each).toLowerCase())
      })
    const fixed = site.constants.slice(1).every((constant) => constant !== undefined)
      ? wantedOf(site.constants.slice(1).map((constant) => constant?.value))
      : undefined
    const run: Run = (value, ...args) => {
      const text = left(value).toLowerCase()
      const wanted = fixed ?? wantedOf(args)
      return all
        ? wanted.every((each) => tests.has(text, each))
        : wanted.some((each) => tests.has(text, each))
    }
    return run
  }

const matchesRegex: Make = (site) => {
  const left = textOf(site, 0)
  const constant = site.constants[1]
  if (!constant)
    throw refuse(site, 'unsupported', '"matches regex" with a pattern that differs from row to row')
  const pattern = patternOf(site, String(constant.value))
  return (text) => pattern.test(left(text))
}

export const searchFunctions: FunctionTable = {
  ...operators,
  '=~': operator(equal, true, true),
  '!~': operator(equal, true, false),
  has_any: hasSome(false),
  has_all: hasSome(true),
  'matches regex': matchesRegex,
}
