import { fields, someText } from './wire.ts'

/** An error that the API reports in a body or in an event, with its code, which becomes `error.type`. */
export function apiError(reported: unknown): Error {
  const { code, message, type } = fields(reported)
  const error = new Error(someText(message) ?? 'the response failed')
  const word = someText(code) ?? someText(type) ?? 'response_failed'
  // No frames: they would be ours.
  error.stack = `${word}: ${error.message}`
  return Object.assign(error, { code: word })
}
