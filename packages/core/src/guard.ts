import { diag } from '@opentelemetry/api'

/**
 * Runs our own code next to the application's. Whatever happens in it, the application goes on: one `diag` message with
 * the error's class and where it came from, and `undefined`. Not with the error's text: that of `JSON.stringify` names
 * fields of the data, and that of an application's getter says anything.
 */
export function guard<T>(what: string, fn: () => T): T | undefined {
  try {
    return fn()
  } catch (error) {
    report(what, error)
    return undefined
  }
}

function report(what: string, error: unknown): void {
  try {
    diag.error(`kansoku: ${what} failed`, ...described(error))
  } catch {
    // The application's logger threw: there is nobody left to tell.
  }
}

function described(error: unknown): string[] {
  if (!(error instanceof Error)) return [typeof error]
  try {
    const { constructor, message, stack = '' } = error
    // A line of the message may look like a frame.
    const frames = stack.includes(message)
      ? stack.slice(stack.indexOf(message) + message.length)
      : ''
    const frame = /^\s+at .*$/m.exec(frames)?.[0].trim()
    return frame === undefined ? [constructor.name] : [constructor.name, frame]
  } catch {
    return ['an error that cannot be read']
  }
}
