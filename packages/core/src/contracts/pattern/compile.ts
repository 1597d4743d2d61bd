import { type Edge, hasLabel, type Loop, type Pattern } from './tree.ts'

/** Steps of a machine that walks all ways through a pattern side by side: Thompson's, with the order of preference. */
export type Step =
  | { readonly kind: 'set'; readonly has: (char: number) => boolean }
  | { readonly kind: 'edge'; readonly at: Edge }
  /** Two ways, the first preferred. */
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  /** Where the label begins, ends, or is forgotten, as at each new round of a loop. */
  | { readonly kind: 'label'; readonly edge: 'begin' | 'end' | 'forget' }
  | { readonly kind: 'found' }

/** Counted repetitions are written out. Time is steps × characters. */
const MAX_STEPS = 2000

/** @param setOf what a set has, by its source. */
export function compilePattern(
  root: Pattern,
  setOf: (source: string) => (char: number) => boolean,
): readonly Step[] {
  const steps: Step[] = []
  const add = <S extends Step>(step: S): S => {
    if (steps.length >= MAX_STEPS)
      throw new TypeError(
        'is too large: it has too many alternatives or repetitions such as {1,500}',
      )
    steps.push(step)
    return step
  }

  const emit = (pattern: Pattern): void => {
    switch (pattern.kind) {
      case 'set':
        add({ kind: 'set', has: setOf(pattern.source) })
        break
      case 'edge':
        add({ kind: 'edge', at: pattern.at })
        break
      case 'sequence':
        pattern.parts.forEach(emit)
        break
      case 'choice':
        choice(pattern.parts)
        break
      case 'loop':
        loop(pattern)
        break
      case 'label':
        add({ kind: 'label', edge: 'begin' })
        emit(pattern.inner)
        add({ kind: 'label', edge: 'end' })
        break
      default:
        pattern satisfies never
    }
  }

  const choice = (parts: readonly Pattern[]): void => {
    const ends: { to: number }[] = []
    parts.forEach((part, index) => {
      if (index === parts.length - 1) {
        emit(part)
        return
      }
      const split = add({ kind: 'split', first: steps.length + 1, second: 0 })
      emit(part)
      ends.push(add({ kind: 'jump', to: 0 }))
      split.second = steps.length
    })
    for (const end of ends) end.to = steps.length
  }

  const loop = ({ inner, lazy, max, min }: Loop): void => {
    const labelled = hasLabel(inner)
    const round = (): void => {
      if (labelled) add({ kind: 'label', edge: 'forget' })
      emit(inner)
    }
    const [again, past] = lazy ? (['second', 'first'] as const) : (['first', 'second'] as const)
    const splits: { first: number; second: number }[] = []
    const split = (on: number): void => {
      const made = add({ kind: 'split', first: 0, second: 0 })
      made[again] = on
      splits.push(made)
    }

    let start = steps.length
    for (let count = 0; count < min; count++) {
      start = steps.length
      round()
      // Nothing, however often, is nothing.
      if (steps.length === start) break
    }
    if (max === Infinity && min > 0) {
      split(start)
    } else if (max === Infinity) {
      split(start + 1)
      round()
      add({ kind: 'jump', to: start })
    } else {
      for (let count = min; count < max; count++) {
        split(steps.length + 1)
        round()
      }
    }
    for (const made of splits) made[past] = steps.length
  }

  emit(root)
  add({ kind: 'found' })
  return steps
}
