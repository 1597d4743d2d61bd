/**
 * Reads what came over the wire. Odd servers answer anything, so nothing is trusted to have its documented type:
 * what has another one counts as absent.
 */
export type Wire = Readonly<Record<string, unknown>>

const NOTHING: Wire = {}
const NONE: readonly unknown[] = []

/** The object itself, or an empty one. */
export function fields(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : NOTHING
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Text that says something: Azure sends `""` for what it does not know yet. */
export function someText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

export function integer(value: unknown): number | undefined {
  return Number.isInteger(value) ? (value as number) : undefined
}

/** How many there were: a number below zero or beyond counting is none. */
export function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}
