import { type Coverage, isEvaluated } from './coverage.ts'
import { KqlError } from './error.ts'
import type { LanguageClient } from './language/client.ts'
import type { Answer } from './language/protocol.ts'
import type { KqlType } from './types.ts'

/** A stretch of a text: UTF-16 code units from 0, as JavaScript's strings count them. */
export interface KqlRange {
  readonly start: number
  readonly length: number
}

export type KqlCompletionKind =
  | 'operator'
  | 'keyword'
  | 'punctuation'
  | 'column'
  | 'table'
  | 'function'
  | 'aggregate'
  | 'saved-function'
  | 'variable'
  | 'type'
  | 'chart'
  | 'option'
  | 'text'

/** One thing that may stand at the caret. */
export interface KqlCompletion {
  readonly kind: KqlCompletionKind
  /** What a list shows: `bin(value, roundTo)`. */
  readonly label: string
  /** What the typed letters are compared with: `bin`. */
  readonly filter: string
  /** Lists are ordered by it. */
  readonly sort: string
  /** What replaces the range. */
  readonly insert: string
  /** Where the caret stands then: characters into `insert`. */
  readonly caret: number
  /** A column's or variable's type, a table's columns, a saved function's description; absent where nothing is known. */
  readonly documentation?: string
  /** False for KQL that Azure runs and this engine refuses. */
  readonly evaluated: boolean
}

export interface KqlCompletions {
  readonly items: readonly KqlCompletion[]
  /** What an item's `insert` replaces. */
  readonly replaces: KqlRange
}

/** What is known of the name under the pointer, as plain text. */
export interface KqlHover {
  readonly text: string
  readonly range: KqlRange
}

export type KqlTokenKind =
  | 'comment'
  | 'punctuation'
  | 'literal'
  | 'string'
  | 'type'
  | 'column'
  | 'table'
  | 'function'
  | 'parameter'
  | 'variable'
  | 'identifier'
  | 'operator'
  | 'query-operator'
  | 'keyword'
  | 'option'
  | 'text'

/** A coloured stretch. What no token covers is white space or unknown. */
export interface KqlToken extends KqlRange {
  readonly kind: KqlTokenKind
}

/** A parameter of a function; `type` where the function takes one type only. */
export interface KqlSignatureParameter {
  readonly name: string
  readonly type?: KqlType
  readonly optional: boolean
  /** The last one may come again: `strcat(arg, ...)`. */
  readonly repeated: boolean
}

/** The call around the caret. */
export interface KqlSignatureHelp {
  readonly name: string
  /** The function's forms: `bin` takes numbers, timespans or datetimes. */
  readonly signatures: readonly {
    readonly label: string
    readonly parameters: readonly KqlSignatureParameter[]
  }[]
  /** Which argument the caret is in, from 0. */
  readonly argument: number
  readonly documentation?: string
}

interface Cancellable {
  /** Takes a question back: `AbortError` at once, and no work if it has not begun. */
  readonly signal?: AbortSignal
}

/**
 * What an editor asks of a language service, answered by Microsoft's over the source's tables and the saved functions. All
 * of it takes half-written text. Diagnostics come from {@link Kql.check}.
 * @example
 * const { items, replaces } = await kql.editor.completions('AppTraces | wh', 14)
 */
export interface KqlEditor {
  completions(text: string, position: number, options?: Cancellable): Promise<KqlCompletions>
  hover(text: string, position: number, options?: Cancellable): Promise<KqlHover | undefined>
  /** The whole text's tokens, in order, without overlap. */
  tokens(text: string, options?: Cancellable): Promise<readonly KqlToken[]>
  signature(
    text: string,
    position: number,
    options?: Cancellable,
  ): Promise<KqlSignatureHelp | undefined>
}

function expected<K extends Answer['kind']>(answer: Answer, kind: K): Answer & { kind: K } {
  if (answer.kind === kind) return answer as Answer & { kind: K }
  if (answer.kind === 'failed')
    throw new KqlError(answer.failure.code, answer.failure.message, answer.failure)
  throw new TypeError(`unexpected answer of the parser: ${answer.kind}`)
}

const coverageOf: Partial<Record<KqlCompletionKind, Coverage>> = {
  function: 'function',
  aggregate: 'aggregate',
  operator: 'operator',
}

function withCoverage(item: Omit<KqlCompletion, 'evaluated'>): KqlCompletion {
  const coverage = coverageOf[item.kind]
  return { ...item, evaluated: !coverage || isEvaluated(coverage, item.filter) }
}

export function kqlEditor(language: LanguageClient): KqlEditor {
  return {
    async completions(text, position, { signal } = {}) {
      const answer = await language.ask({ task: 'completions', query: text, position }, signal)
      const { items, replaces } = expected(answer, 'completions')
      return { replaces, items: items.map(withCoverage) }
    },
    async hover(text, position, { signal } = {}) {
      const answer = await language.ask({ task: 'hover', query: text, position }, signal)
      return expected(answer, 'hover').hover
    },
    async tokens(text, { signal } = {}) {
      const answer = await language.ask({ task: 'tokens', query: text }, signal)
      return expected(answer, 'tokens').tokens
    },
    async signature(text, position, { signal } = {}) {
      const answer = await language.ask({ task: 'signature', query: text, position }, signal)
      return expected(answer, 'signature').signature
    },
  }
}
