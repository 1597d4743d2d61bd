import { createHash } from 'node:crypto'

/** Seeded luck: the same seed, label and content always draw the same number from [0, 1). */
export type Chance = (label: string, content: string) => number

/** No state between draws, so the order in which requests arrive changes nothing. */
export function createChance(seed: number): Chance {
  return (label, content) =>
    createHash('sha256').update(`${seed}\n${label}\n${content}`).digest().readUInt32BE(0) / 2 ** 32
}
