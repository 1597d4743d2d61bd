import { measure, progress } from './measure.ts'
import type { Places } from './places.ts'
import type { ShapeName } from './shapes.ts'
import { median } from './statistics.ts'
import { type VariantName, VARIANTS } from './variants.ts'

/** What was measured of calls: CPU µs of one, and what a variant adds to the bare client. */
export interface Costs {
  readonly of: (variant: VariantName, shape: ShapeName) => number
  readonly added: (variant: VariantName, shape: ShapeName) => number
}

export type Plan = readonly (readonly [shape: ShapeName, variants: readonly VariantName[]])[]

/**
 * Every variant in fresh processes, in an order that is reversed each round. What is added is the median of the
 * differences within a round: a machine that is slower for a while is slower for both sides.
 */
export function measureCalls(
  plan: Plan,
  rounds: number,
  { folderOf }: Places,
  flags: readonly string[] = [],
): Costs {
  const times = new Map<string, number[]>()
  const timesOf = (variant: string, shape: ShapeName): number[] => {
    const key = `${variant} ${shape}`
    const known = times.get(key) ?? []
    times.set(key, known)
    return known
  }
  for (let round = 0; round < rounds; round++) {
    for (const [shape, variants] of plan) {
      progress(`round ${round + 1} of ${rounds}: ${shape}`)
      for (const variant of round % 2 === 0 ? variants : variants.toReversed())
        timesOf(variant, shape).push(
          measure('call.ts', [folderOf(VARIANTS[variant].place), variant, shape], flags),
        )
    }
  }
  return {
    of: (variant, shape) => median(timesOf(variant, shape)),
    added: (variant, shape) => {
      const { against } = VARIANTS[variant]
      const bare = timesOf(against ?? variant, shape)
      return median(
        timesOf(variant, shape).map((time, round) => time - (bare[round] ?? Number.NaN)),
      )
    },
  }
}
