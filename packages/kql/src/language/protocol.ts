import type { Pivot, Plan, Unpack } from '../ast.ts'
import type { KqlCompletion, KqlHover, KqlRange, KqlSignatureHelp, KqlToken } from '../editor.ts'
import type { KqlErrorCode } from '../error.ts'
import type {
  AzureUse,
  KqlColumn,
  KqlDiagnostic,
  KqlFunction,
  KqlPosition,
  KqlVisualization,
} from '../types.ts'

/** What the worker is started with. */
export interface WorkerSetup {
  readonly tables: Readonly<Record<string, readonly KqlColumn[]>>
  readonly functions: readonly KqlFunction[]
}

/** The columns that a plugin makes of the data, told to the analyser as `: (a: long, …)` behind the call. */
export interface KnownSchema {
  /** Where the `evaluate` ends in the query. */
  readonly at: number
  readonly columns: readonly KqlColumn[]
}

interface Asked {
  readonly query: string
}
export type Question =
  | (Asked & { readonly task: 'plan'; readonly schemas?: readonly KnownSchema[] })
  | (Asked & { readonly task: 'tokens' })
  /** `use`: where in Azure the query is to run. */
  | (Asked & { readonly task: 'check'; readonly use?: AzureUse })
  | (Asked & { readonly task: 'completions'; readonly position: number })
  | (Asked & { readonly task: 'hover'; readonly position: number })
  | (Asked & { readonly task: 'signature'; readonly position: number })

export type Request = Question & { readonly id: number }

/** A `KqlError` on its way out of the worker: prototypes do not survive it. */
export interface Failure extends KqlPosition {
  readonly code: KqlErrorCode
  readonly message: string
}

export type Answer =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly visualization?: KqlVisualization }
  /** The columns of a plugin depend on the data: run this first, and ask again with what it gives. */
  | { readonly kind: 'schema'; readonly plan: Unpack | Pivot; readonly at: number }
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly KqlDiagnostic[] }
  | {
      readonly kind: 'completions'
      readonly items: readonly Omit<KqlCompletion, 'evaluated'>[]
      readonly replaces: KqlRange
    }
  | { readonly kind: 'hover'; readonly hover: KqlHover | undefined }
  | { readonly kind: 'tokens'; readonly tokens: readonly KqlToken[] }
  | { readonly kind: 'signature'; readonly signature: KqlSignatureHelp | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface Response {
  readonly id: number
  readonly answer: Answer
}
