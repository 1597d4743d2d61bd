import type { OutputContract } from '../contracts/contract.ts'

/** A prompt by its name and version, with the contract of its output. Plain data: a prompt store can give it, too. */
export interface PromptRef {
  /** Recorded as `gen_ai.prompt.name`. Letters, digits, `_`, `-` and `.`; at most 100 characters, a letter or digit first. */
  readonly name: string
  /** Recorded as `gen_ai.prompt.version`, as text. A whole number from 0, or text by the same rules as `name`. */
  readonly version: string | number
  /** What the output has to look like. Without it the calls have no label and no verdict. */
  readonly output?: OutputContract | undefined
}

const WORD = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,99}$/u

/**
 * What is wrong with a prompt, for people.
 *
 * @param shown how a wrong value is shown: at run time it may be anything, also what people wrote, and gets into logs
 */
export function promptProblem(
  prompt: PromptRef,
  shown: (value: unknown) => string = kindOf,
): string | undefined {
  if (typeof prompt !== 'object' || prompt === null)
    return `a prompt is an object with name and version, got ${shown(prompt)}`
  const { name, output, version } = prompt
  if (typeof name !== 'string' || !WORD.test(name))
    return `name must be letters, digits, "_", "-" or ".", at most 100 characters, got ${shown(name)}`
  if (!isVersion(version))
    return `version of ${name} must be a whole number from 0, or text such as "2" or "2026-11", got ${shown(version)}`
  if (!isContract(output))
    return `output of ${name} must be a contract, such as oneOf('Yes', 'No') or json(schema), got ${kindOf(output)}`
  return undefined
}

/** JavaScript callers hand in the schema itself; a prompt store, `null` for none. */
function isContract(output: Partial<OutputContract> | null | undefined): boolean {
  return output === undefined || output === null || typeof output.judge === 'function'
}

function isVersion(version: unknown): boolean {
  return typeof version === 'number'
    ? Number.isSafeInteger(version) && version >= 0
    : typeof version === 'string' && WORD.test(version)
}

/** A value that stands in the code, or the beginning of it. */
export function shownShort(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  return typeof value === 'number' ? String(value) : kindOf(value)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? `a text of ${value.length} characters` : typeof value
}

/**
 * Orders versions as people count: 2 before 10, `v2` before `v10`, `2026-9` before `2026-11`. Runs of digits compare as
 * numbers, everything else by code point; a version comes before the longer one that it begins.
 *
 * @returns negative, 0 or positive, as `Array.prototype.sort` wants it
 * @example
 * ```ts
 * [10, 9, '2'].toSorted(comparePromptVersions) // ['2', 9, 10]
 * ```
 */
export function comparePromptVersions(a: string | number, b: string | number): number {
  const [left, right] = [runs(a), runs(b)]
  for (const [index, one] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const order =
      DIGIT.test(one) && DIGIT.test(other) ? byNumber(one, other) : byCodePoint(one, other)
    if (order !== 0) return order
  }
  return left.length - right.length
}

const DIGIT = /^\d/

function runs(version: string | number): string[] {
  return String(version).match(/\d+|\D+/g) ?? []
}

/** As text: a run of digits may be longer than a number is exact. */
function byNumber(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')]
  return left.length - right.length || byCodePoint(left, right)
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
