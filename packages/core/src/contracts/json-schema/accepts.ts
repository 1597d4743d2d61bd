import { type Answer, KEYWORDS } from './keywords.ts'

/** What one judgement may take, for about a tenth of a second: a step is a word of a schema that meets a value. */
const MAX_STEPS = 100_000
const MAX_DEPTH = 100

/** Words that say nothing about validity. `format` among them: an annotation, by the specification. */
const ANNOTATIONS = new Set([
  '$comment',
  '$defs',
  '$schema',
  'contentEncoding',
  'contentMediaType',
  'default',
  'definitions',
  'deprecated',
  'description',
  'examples',
  'format',
  'readOnly',
  'title',
  'writeOnly',
])

/**
 * Whether a value satisfies a JSON Schema, of the words that structured outputs allow and their neighbours (drafts 7 to
 * 2020-12). `undefined` where that cannot be told: a schema with a word that is not known is passed over as a whole,
 * never half judged, and so is what takes too many steps. A definite violation elsewhere still counts.
 */
export function schemaAccepts(root: unknown, value: unknown): Answer {
  let left = MAX_STEPS
  const spend = (steps: number): boolean => {
    left -= steps
    return left >= 0
  }

  const check = (schema: unknown, at: unknown, depth: number): Answer => {
    if (left < 0) return undefined
    if (typeof schema === 'boolean') return schema
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return undefined
    const words = Object.entries(schema)
    if (depth > MAX_DEPTH || !spend(words.reduce((sum, [, rule]) => sum + sizeOf(rule), 1)))
      return undefined
    const rules = words.filter(
      ([word]) => !ANNOTATIONS.has(word) && !(word === '$id' && schema === root),
    )
    if (rules.some(([word]) => !Object.hasOwn(KEYWORDS, word))) return undefined
    const scope = {
      root,
      schema: schema as Readonly<Record<string, unknown>>,
      spend,
      check: (inner: unknown, below: unknown) => check(inner, below, depth + 1),
    }
    const answers = rules.map(([word, rule]): [string, Answer] => [
      word,
      KEYWORDS[word]?.(rule, at, scope),
    ])
    return together(answers)
  }
  return check(root, value, 0)
}

function sizeOf(rule: unknown): number {
  return typeof rule === 'object' && rule !== null ? 1 + Object.keys(rule).length : 1
}

/** Before 2019 the words beside `$ref` were ignored: what only they refuse is not told. */
function together(answers: readonly (readonly [word: string, answer: Answer])[]): Answer {
  const reference = answers.find(([word]) => word === '$ref')
  if (reference?.[1] === false) return false
  const all = every(answers.map(([, answer]) => answer))
  return reference && all === false ? undefined : all
}

function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false
  return answers.includes(undefined) ? undefined : true
}
