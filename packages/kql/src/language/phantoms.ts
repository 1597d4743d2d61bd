import type { Plan } from '../ast.ts'

/** Columns that the analyser gives to a result and the engine does not (recorded answers). */
const marked = new WeakMap<Plan, readonly string[]>()
const known = new WeakMap<Plan, ReadonlySet<string>>()

export function markPhantoms(plan: Plan, names: readonly string[]): Plan {
  if (names.length > 0) marked.set(plan, names)
  return plan
}

function inputsOf(plan: Plan): readonly Plan[] {
  if (plan.kind === 'join') return [plan.left, plan.right]
  if (plan.kind === 'union') return plan.legs.map(({ input }) => input)
  return 'input' in plan ? [plan.input] : []
}

/** All that were marked in a plan or below it: the analyser carries them on. */
export function phantomsOf(plan: Plan): ReadonlySet<string> {
  const found = known.get(plan)
  if (found) return found
  const names = new Set(marked.get(plan))
  for (const input of inputsOf(plan)) for (const name of phantomsOf(input)) names.add(name)
  known.set(plan, names)
  return names
}
