import type { Plan } from '../ast.ts'
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

export interface Request {
  readonly id: number
  readonly task: 'plan' | 'check'
  readonly query: string
  /** Of `check`: where in Azure the query is to run. */
  readonly use?: AzureUse
}

/** A `KqlError` on its way out of the worker: prototypes do not survive it. */
export interface Failure extends KqlPosition {
  readonly code: KqlErrorCode
  readonly message: string
}

export type Answer =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly visualization?: KqlVisualization }
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly KqlDiagnostic[] }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface Response {
  readonly id: number
  readonly answer: Answer
}
