import type { Tracer, TracerProvider } from '@opentelemetry/api'

/** What SDKs have beside the API's interfaces. */
interface Flushable {
  forceFlush?(): Promise<void>
}

/**
 * A provider whose tracers are those of whatever provider is the right one when a span starts. The API's own proxy does
 * not do: it hands out real tracers as soon as it has a provider, and they stay where they are.
 */
export function followingTracerProvider(
  current: () => TracerProvider & Flushable,
): TracerProvider & Flushable {
  return {
    // People reach for it through the global provider.
    forceFlush: async () => current().forceFlush?.(),
    getTracer: (...scope) => {
      const now = following(current, (provider): Tracer => provider.getTracer(...scope))
      return {
        startSpan: (...args) => now().startSpan(...args),
        // Its overloads are told apart by the number of arguments.
        startActiveSpan: (...args: unknown[]) =>
          (now().startActiveSpan as (...args: unknown[]) => never)(...args),
      }
    },
  }
}

/** The part of a logger that both generations of the logs API have. */
interface Logger {
  emit(record: never): void
  enabled?(options?: never): boolean
}
interface LoggerProvider extends Flushable {
  getLogger(...scope: never[]): Logger
}

/** The same for loggers. */
export function followingLoggerProvider(current: () => LoggerProvider): LoggerProvider {
  return {
    forceFlush: async () => current().forceFlush?.(),
    getLogger: (...scope) => {
      const now = following(current, (provider): Logger => provider.getLogger(...scope))
      return {
        emit: (record) => now().emit(record),
        enabled: (options) => now().enabled?.(options) ?? true,
      }
    },
  }
}

/** What `make` makes of the current one; made again only where that is another. */
function following<From, Made>(current: () => From, make: (from: From) => Made): () => Made {
  let made: { readonly from: From; readonly it: Made } | undefined
  return () => {
    const from = current()
    if (made?.from !== from) made = { from, it: make(from) }
    return made.it
  }
}
