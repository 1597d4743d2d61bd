import { ERROR_TYPE_OTHER } from '../semconv.ts'

/**
 * `error.type` of a failed call: the HTTP status where there is one, else the class of the error.
 * `error.name` would be `Error` for all errors of the openai client, so the constructor names the class.
 */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ERROR_TYPE_OTHER
  const { status } = error as { status?: unknown }
  if (typeof status === 'number') return String(status)
  if (!(error instanceof Error)) return ERROR_TYPE_OTHER
  const { code } = error as { code?: unknown }
  const { name: ofClass } = error.constructor
  // The platform has one class for all its errors: `AbortError` and `TimeoutError` are names.
  const name = ofClass === 'DOMException' ? error.name : ofClass
  if (name !== 'Error' && name !== '') return name
  return typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? code : error.name
}

/** What an exception event says of an error. The stack is always there: the Azure exporter loses the record without it. */
export function describeError(error: unknown): { type: string; message: string; stack: string } {
  if (error instanceof Error) {
    const type = error.constructor.name || error.name
    return { type, message: error.message, stack: error.stack ?? `${type}: ${error.message}` }
  }
  const message = typeof error === 'string' ? error : ''
  return { type: typeof error, message, stack: message }
}
