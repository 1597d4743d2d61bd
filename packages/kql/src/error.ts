import type { KqlPosition } from './types.ts'

/**
 * `syntax` and `semantic` come from Microsoft's analyser, `unsupported` names a construct that this engine does
 * not evaluate, `runtime` is what Kusto itself refuses while running, `limit` is a limit of `createKql`.
 */
export type KqlErrorCode = 'syntax' | 'semantic' | 'unsupported' | 'runtime' | 'limit'

const marker = Symbol.for('kansoku.kql.error')

/** What is wrong with a query, and where in its text. */
export class KqlError extends Error {
  readonly code: KqlErrorCode
  readonly start: number
  readonly length: number
  readonly line: number
  readonly column: number

  constructor(code: KqlErrorCode, message: string, at?: KqlPosition) {
    super(message)
    this.name = 'KqlError'
    Object.defineProperty(this, marker, { value: true })
    this.code = code
    this.start = at?.start ?? 0
    this.length = at?.length ?? 0
    this.line = at?.line ?? 1
    this.column = at?.column ?? 1
  }
}

/** True for a `KqlError` of any copy of this package (ESM and CommonJS may both be loaded). */
export function isKqlError(error: unknown): error is KqlError {
  return typeof error === 'object' && error !== null && marker in error
}
