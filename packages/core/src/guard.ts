import { diag } from '@opentelemetry/api'

/**
 * Runs our own code next to the application's. Whatever happens in it, the application goes on:
 * one `diag` message with the error's text, never with an argument, and `undefined`.
 */
export function guard<T>(what: string, fn: () => T): T | undefined {
  try {
    return fn()
  } catch (error) {
    diag.error(`kansoku: ${what} failed`, error instanceof Error ? error.message : typeof error)
    return undefined
  }
}
