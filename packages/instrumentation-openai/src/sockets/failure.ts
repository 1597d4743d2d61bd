import { apiError } from '../reading/api-error.ts'
import { fields, integer, someText, type Wire } from '../reading/wire.ts'

/** Words of `error.type` for what happens to a socket, where its error has no code of its own (`ECONNRESET`). */
export type SocketTrouble = 'connection_closed' | 'not_sent'

/** An error for a response that ends because of its socket. No frames: they would be ours. */
export function socketFailure(trouble: SocketTrouble, said: string, cause?: unknown): Error {
  const { code, message } = fields(cause)
  const word = someText(code) ?? statusIn(message) ?? trouble
  const error = new Error(someText(message) ?? said)
  error.stack = `${word}: ${error.message}`
  return Object.assign(error, { code: word })
}

/** How `ws` tells that the server answered the handshake with something else. */
function statusIn(message: unknown): string | undefined {
  return /^Unexpected server response: (\d{3})$/.exec(String(message))?.[1]
}

/** An `error` event. The Responses API says which HTTP status it would have been, and that is what other calls tell. */
export function serverError(event: Wire): Error {
  const error = apiError(event['error'] ?? event)
  const status = integer(event['status'])
  return status === undefined ? error : Object.assign(error, { status })
}
