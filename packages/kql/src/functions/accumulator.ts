import type { Site } from './site.ts'

/** The state of one group. */
export interface Accumulator {
  add(first: unknown, second: unknown, third?: unknown): void
  result(): unknown
}
export type MakeAggregate = (site: Site) => () => Accumulator

/** Nulls do not count. */
export const missing = (value: unknown): boolean => value === null || value === undefined
