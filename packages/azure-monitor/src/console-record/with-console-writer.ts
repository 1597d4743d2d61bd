import { type Context, context, createContextKey } from '@opentelemetry/api'

import type { ConsoleWriter } from './options.ts'

const KEY = createContextKey('kansoku.console-writer')

/**
 * Gives the console records of the calls inside to `write`, each at its call's end, in place of stdout. In Azure Functions
 * only what goes through the invocation's own `context.log` is stored with its `FunctionInvocationId`.
 *
 * Without a console record (`consoleRecord`, `KANSOKU_CONSOLE_RECORD`) it only runs `fn`.
 *
 * @example
 * ```ts
 * app.http('ask', {
 *   handler: (request, context) =>
 *     withConsoleWriter((line) => context.log(line), async () => ({ body: await ask(request) })),
 * })
 * ```
 */
export function withConsoleWriter<T>(write: ConsoleWriter, fn: () => T): T {
  return context.with(context.active().setValue(KEY, write), fn)
}

export function consoleWriterOf(from: Context): ConsoleWriter | undefined {
  return from.getValue(KEY) as ConsoleWriter | undefined
}
