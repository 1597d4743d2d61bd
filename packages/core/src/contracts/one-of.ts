import { causeOf, type ModelOutput, type OutputContract, type Verdict } from './contract.ts'
import { labelFinder } from './lenient-label.ts'

export interface OneOfOptions {
  /**
   * `'lenient'` also finds the label that an output of the wrong form meant: in another case or width, in quotes, in a
   * code fence, in a sentence that names no other label. The output stays invalid; its label is recorded beside that.
   *
   * @defaultValue none: an output of the wrong form has no label
   */
  readonly normalize?: 'lenient'
}

/**
 * The output must be exactly one of these labels; white space around it does not count, case does.
 *
 * @throws TypeError where there are no labels, an empty one, or one twice.
 * @example
 * ```ts
 * definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
 * oneOf('Yes', 'No', { normalize: 'lenient' }) // "yes." is invalid, and its label is Yes
 * ```
 */
export function oneOf(...labels: readonly string[]): OutputContract
export function oneOf(...labels: readonly [...string[], OneOfOptions]): OutputContract
export function oneOf(...args: readonly (string | OneOfOptions)[]): OutputContract {
  const last = args.at(-1)
  const options = typeof last === 'object' && last !== null ? last : {}
  const labels = checked(options === last ? args.slice(0, -1) : args)
  const find = options.normalize === 'lenient' ? labelFinder(labels) : undefined
  const known = new Set(labels)
  return {
    description: `oneOf(${labels.join(', ')})`,
    labels,
    judge: (output) => judge(output, known, find),
  }
}

function checked(labels: readonly unknown[]): readonly string[] {
  if (labels.length === 0) throw new TypeError('oneOf() needs at least one label')
  for (const label of labels) {
    if (typeof label !== 'string' || label.trim() === '' || label !== label.trim())
      throw new TypeError(
        `oneOf(): a label must be text without white space around it, got ${JSON.stringify(label)}`,
      )
  }
  if (new Set(labels).size !== labels.length)
    throw new TypeError(`oneOf(${labels.join(', ')}): a label stands twice`)
  return labels as readonly string[]
}

function judge(
  output: ModelOutput,
  labels: ReadonlySet<string>,
  find: ((text: string) => string | undefined) | undefined,
): Verdict {
  const text = output.text.trim()
  const cause = causeOf(output)
  // A whole label is an answer, also where the stream was cut behind it or a tool was asked for as well.
  if (cause !== 'refusal' && labels.has(text)) return { valid: true, label: text }
  const violation = cause ?? (mentionsLabel(text, labels) ? 'extra_text' : 'not_in_set')
  const label = cause === undefined ? find?.(text) : undefined
  return { valid: false, violation, ...(label !== undefined && { label }) }
}

/** Long outputs are looked at from their start: a label that counts stands there. */
const LOOKED_AT = 4096

function mentionsLabel(text: string, labels: ReadonlySet<string>): boolean {
  return text
    .slice(0, LOOKED_AT)
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => labels.has(word))
}
