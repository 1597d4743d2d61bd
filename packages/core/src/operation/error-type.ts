import { ERROR_TYPE_OTHER } from '../semconv.ts'
import { errorClass } from './error-class.ts'

/**
 * `error.type` of a failed call: the HTTP status, where there is none the code of the API, of the platform or of the client
 * library, else the class of the error. The conventions want a word of a short list that one can group by, so that what
 * looks like an id or a sentence is passed over.
 */
export function errorType(error: unknown): string {
  return readable(() => typeOf(error)) ?? ERROR_TYPE_OTHER
}

/** An application may throw anything, also what throws itself when it is touched. The operation failed all the same. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function typeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ERROR_TYPE_OTHER
  const { code, status } = error as { code?: unknown; status?: unknown }
  if (isHttpStatus(status)) return String(status)
  if (isCode(code)) return code
  const name = error instanceof Error ? errorClass(error) : undefined
  return isWord(name) ? name : ERROR_TYPE_OTHER
}

function isHttpStatus(status: unknown): boolean {
  return Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)
}

/** `server_error`, `ECONNRESET`, `429`; not `req_011CRk2`, a UUID or a number that counts something. */
function isCode(value: unknown): value is string {
  return isWord(value) && !value.split(/[_.-]/).some(isIdentifier)
}

/** A piece of a code with as many digits as no word has, or as long as none is. */
function isIdentifier(piece: string): boolean {
  const digits = piece.replace(/\D/g, '').length
  return piece.length > 32 || digits > 4 || (digits > 2 && piece.length > 6)
}

/** What an exception event says of an error. The stack is always there: the Azure exporter loses the record without it. */
export function describeError(error: unknown): ErrorDescription {
  return readable(() => describe(error)) ?? { type: typeof error, message: '', stack: typeof error }
}

interface ErrorDescription {
  readonly type: string
  readonly message: string
  readonly stack: string
}

function describe(error: unknown): ErrorDescription {
  if (error instanceof Error) {
    const type = errorClass(error)
    // Classes of JavaScript put any value there.
    const { message: text, stack } = error as { message?: unknown; stack?: unknown }
    const message = typeof text === 'string' ? text : ''
    return { type, message, stack: typeof stack === 'string' ? stack : `${type}: ${message}` }
  }
  const message = typeof error === 'string' ? error : ''
  return { type: typeof error, message, stack: message }
}
