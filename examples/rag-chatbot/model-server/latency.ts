import type { Chance } from './chance.ts'

/** Milliseconds that the model takes: to its first output, and between two pieces of a stream. */
export interface Latency {
  readonly first: number
  readonly perPiece: number
}

/** Mostly quick, a few slow: so that percentiles differ. `scale` 0 does not wait at all. */
export function latencyOf(chance: Chance, content: string, scale: number): Latency {
  const slow = chance('slow', content) < 0.04 ? 5 : 1
  return {
    first: scale * slow * (8 + 24 * chance('first', content) ** 2),
    perPiece: scale * (0.5 + chance('pace', content)),
  }
}
