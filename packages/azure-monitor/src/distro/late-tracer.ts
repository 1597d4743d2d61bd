import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api'

/**
 * The tracers of whatever provider is the global one when a span starts. `useAzureMonitor()` throws the API's globals
 * away and makes new ones: a tracer that was asked for before, the API's own proxy included, stays a no-op for ever.
 */
export const lateTracerProvider: TracerProvider = {
  getTracer: (...scope) => {
    // The SDK keeps its tracers by scope: this is a look-up.
    const now = (): Tracer => trace.getTracerProvider().getTracer(...scope)
    return {
      startSpan: (...args) => now().startSpan(...args),
      // Its overloads are told apart by the number of arguments.
      startActiveSpan: (...args: unknown[]) =>
        (now().startActiveSpan as (...args: unknown[]) => never)(...args),
    }
  },
}
