import { errorClass } from '@kansoku/core'

/** The class of whatever was thrown. */
export function classOf(thrown: unknown): string {
  return thrown instanceof Error ? errorClass(thrown) : typeof thrown
}
