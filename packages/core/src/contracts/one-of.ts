import {
  causeOf,
  isCut,
  MAX_LABEL,
  type ModelOutput,
  type OutputContract,
  type Verdict,
} from './contract.ts'
import { type LabelReader, labelReader } from './lenient-label.ts'

/** What `oneOf` is told behind its labels. */
export interface OneOfOptions {
  /**
   * `'lenient'` also finds the label that an output of the wrong form meant: in another case or width, with
   * punctuation, in quotes, in a code fence, in Markdown, in a sentence that gives no other label. A function changes the
   * text first, and what it returns has to be a label. The output stays invalid; its label is recorded beside that.
   *
   * @defaultValue none: an output of the wrong form has no label
   */
  readonly normalize?: 'lenient' | ((text: string) => string) | undefined
}

/**
 * The output must be exactly one of these labels; white space around it does not count, case does.
 *
 * @throws TypeError where there are no labels, an empty one, one twice, or one above 100 characters.
 * @example
 * ```ts
 * definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
 * oneOf('Yes', 'No', { normalize: 'lenient' }) // "yes." is invalid, and its label is Yes
 * ```
 */
export function oneOf<const Label extends string>(
  ...labels: readonly Label[]
): OutputContract<Label>
export function oneOf<const Label extends string>(
  ...labels: readonly [...Label[], OneOfOptions]
): OutputContract<Label>
export function oneOf(...args: readonly (string | OneOfOptions)[]): OutputContract {
  const last = args.at(-1)
  const options = typeof last === 'object' && last !== null ? last : {}
  const labels = checked(options === last ? args.slice(0, -1) : args)
  const reader = labelReader(labels)
  const meant = meantBy(options.normalize, labels, reader)
  return {
    description: `oneOf(${labels.join(', ')})`,
    labels,
    judge: (output) => judge(output, { labels, mentions: reader.mentions, meant }),
  }
}

function checked(labels: readonly unknown[]): readonly string[] {
  if (labels.length === 0) throw new TypeError('oneOf() needs at least one label')
  for (const label of labels) {
    if (typeof label !== 'string' || label.trim() === '' || label !== label.trim())
      throw new TypeError(
        `oneOf(): a label must be text without white space around it, got ${JSON.stringify(label)}`,
      )
    if (label.length > MAX_LABEL)
      throw new TypeError(`oneOf(): a label has at most ${MAX_LABEL} characters, got ${label}`)
  }
  if (new Set(labels).size !== labels.length)
    throw new TypeError(`oneOf(${labels.join(', ')}): a label stands twice`)
  return labels as readonly string[]
}

interface Rules extends LabelReader {
  readonly labels: readonly string[]
}

function judge(output: ModelOutput, { labels, meant, mentions }: Rules): Verdict {
  const text = output.text.trim()
  const cause = causeOf(output)
  if (isAnswer(text, labels, output, cause)) return { valid: true, label: text }
  const violation = cause ?? (mentions(text) ? 'extra_text' : 'not_in_set')
  const label = cause === undefined ? meant(text) : undefined
  return { valid: false, violation, ...(label !== undefined && { label }) }
}

/**
 * A whole label is an answer, also where the output was cut behind it (`max_tokens: 1` is a way to ask) or a tool was
 * asked for as well. Cut, it must not be the beginning of another one.
 */
function isAnswer(
  text: string,
  labels: readonly string[],
  output: ModelOutput,
  cause: string | undefined,
): boolean {
  if (!labels.includes(text) || cause === 'refusal' || cause === 'content_filter') return false
  return !isCut(output) || labels.every((label) => label === text || !label.startsWith(text))
}

function meantBy(
  normalize: OneOfOptions['normalize'],
  labels: readonly string[],
  reader: LabelReader,
): LabelReader['meant'] {
  if (normalize === 'lenient') return reader.meant
  if (typeof normalize !== 'function') return () => undefined
  return (text) => {
    try {
      const normal = normalize(text)
      return labels.includes(normal) ? normal : undefined
    } catch {
      return undefined
    }
  }
}
