import { diag } from '@opentelemetry/api'

import { flushPipelines } from './pipelines.ts'

export interface FlushOptions {
  /**
   * How long the endpoint may take, in milliseconds; then the rest goes to disk, which has another second.
   *
   * @defaultValue 3000
   */
  readonly timeoutMillis?: number
}

const DEFAULT_TIMEOUT = 3000

/**
 * Sends what has been recorded so far; resolves when the endpoint or the disk has it, in bounded time. Never rejects.
 * Where there is no telemetry it resolves at once.
 *
 * @example Azure Functions, for every function of the app:
 * ```ts
 * app.hook.postInvocation(() => flushTelemetry())
 * ```
 */
export async function flushTelemetry({ timeoutMillis }: FlushOptions = {}): Promise<void> {
  try {
    await flushPipelines(timeoutMillis ?? DEFAULT_TIMEOUT)
  } catch (error) {
    diag.error(
      'kansoku: telemetry could not be flushed',
      error instanceof Error ? error.message : '',
    )
  }
}

/**
 * A handler for hosts that freeze or end the process after an invocation (Azure Functions, containers that scale to zero):
 * it gives what the handler gives, or throws what it throws, once the invocation's telemetry is out, or on disk.
 *
 * @example
 * ```ts
 * app.http('ask', { handler: withFlush(async (request, context) => ({ body: await ask(request) })) })
 * ```
 */
export function withFlush<This, Args extends readonly unknown[], Result>(
  handler: (this: This, ...args: Args) => Result,
  options: FlushOptions = {},
): (this: This, ...args: Args) => Promise<Awaited<Result>> {
  return async function flushed(this: This, ...args: Args): Promise<Awaited<Result>> {
    try {
      return await handler.apply(this, args as never)
    } finally {
      await flushTelemetry(options)
    }
  }
}
