import { errorClass, isOfClass } from '@kansoku/core'

import { fields } from '../reading/wire.ts'

/**
 * An error as telemetry may show it. Messages of `JSON.parse` and of schema validators quote what they could not read,
 * which is the model's answer, and so do the engine's own `TypeError`s when the client's code meets an answer of another
 * kind ("Cannot use 'in' operator to search for 'object' in Yes"). Such an error keeps its class and its frames, and
 * loses its message.
 *
 * @param fromTransform whether the error comes from code that read the answer, such as the schema given to `parse()`.
 */
export function withheld(error: unknown, fromTransform: boolean): unknown {
  if (!(error instanceof Error)) return fromTransform ? undefined : error
  const quotes =
    error.name === 'SyntaxError' ||
    // node-fetch, which openai 4 reads bodies with, puts the parser's words into an error of its own.
    fields(error)['type'] === 'invalid-json' ||
    (error.name === 'TypeError' && !QUOTES_NOTHING.test(error.message)) ||
    // The client's own errors say what happened in fixed words, or in the words of the API's error object.
    (fromTransform && !isOfClass(error, 'OpenAIError'))
  if (!quotes) return error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const message =
    'the answer could not be read; the message is withheld, as it may quote the answer'
  return Object.create(Object.getPrototypeOf(error) as object, {
    message: { value: message },
    stack: { value: [`${errorClass(error)}: ${message}`, ...frames].join('\n') },
  })
}

/** What a broken connection, a body that was read before and a missing argument say: fixed words and names in code. */
const QUOTES_NOTHING =
  /^(terminated|fetch failed|network error|Body is unusable|Invalid URL|Cannot read properties of (undefined|null) )/
