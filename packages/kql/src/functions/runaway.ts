import { patternTree, type Tree } from './pattern-tree.ts'

/**
 * Whether a pattern can take JavaScript's backtracking engine exponential time, as `(a+)+$` does. RE2 cannot run away;
 * a call of a RegExp here cannot be interrupted. The test is exact on the automaton of the pattern's positions (Weber and
 * Seidl, 1991: exponential ambiguity is a loop that can be walked in two ways over one text), and errs towards true
 * where sets of characters are hard to compare or counted repetitions are read as loops.
 */
export function canRunAway(pattern: RegExp): boolean {
  const automaton = build(patternTree(pattern.source))
  if (automaton.sets.length > maxPositions) return true
  if (automaton.twice.some(([from, to]) => reaches(automaton.next, to, from))) return true
  return hasTwoWays(automaton.next, meeting(automaton.sets, pattern.flags))
}

/** Patterns beyond these take longer to judge than they are worth: they count as running away. */
const maxPositions = 300
const maxSteps = 3_000_000

interface Automaton {
  /** The set of characters at each position. */
  readonly sets: string[]
  readonly next: Set<number>[]
  /** Steps that two loops offer: over one character they are two ways. */
  readonly twice: (readonly [number, number])[]
}

interface Part {
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly nullable: boolean
}

const empty: Part = { first: [], last: [], nullable: true }

const isFixed = (tree: Tree): boolean =>
  tree.kind === 'set' ||
  (tree.kind === 'sequence' && tree.parts.every(isFixed)) ||
  (tree.kind === 'loop' && tree.min === tree.max && isFixed(tree.inner))

function build(root: Tree): Automaton {
  const automaton: Automaton = { sets: [], next: [], twice: [] }
  const link = (from: readonly number[], to: readonly number[]): void => {
    for (const a of from) {
      for (const b of to) {
        if (automaton.next[a]?.has(b)) automaton.twice.push([a, b])
        automaton.next[a]?.add(b)
      }
    }
  }
  const join = (a: Part, b: Part): Part => {
    link(a.last, b.first)
    return {
      first: a.nullable ? [...a.first, ...b.first] : a.first,
      last: b.nullable ? [...a.last, ...b.last] : b.last,
      nullable: a.nullable && b.nullable,
    }
  }
  const visit = (tree: Tree): Part => {
    // Beyond this the answer is known.
    if (automaton.sets.length > maxPositions) return empty
    switch (tree.kind) {
      case 'set': {
        const position = automaton.sets.push(tree.source) - 1
        automaton.next.push(new Set())
        return { first: [position], last: [position], nullable: false }
      }
      case 'sequence':
        return tree.parts.reduce((before: Part, part) => join(before, visit(part)), empty)
      case 'choice': {
        const parts = tree.parts.map(visit)
        return {
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
          nullable: parts.some(({ nullable }) => nullable),
        }
      }
      case 'loop':
        return loop(tree)
      default:
        return tree satisfies never
    }
  }
  const loop = ({ inner, min, max }: Tree & { kind: 'loop' }): Part => {
    if (max === 0) return empty
    if (max === 1) return { ...visit(inner), nullable: min === 0 || visitNullable(inner) }
    if (min === max && isFixed(inner)) {
      let whole = visit(inner)
      for (let count = 1; count < min && automaton.sets.length <= maxPositions; count++)
        whole = join(whole, visit(inner))
      return whole
    }
    const once = visit(inner)
    link(once.last, once.first)
    return { ...once, nullable: once.nullable || min === 0 }
  }
  visit(root)
  return automaton
}

function visitNullable(tree: Tree): boolean {
  switch (tree.kind) {
    case 'set':
      return false
    case 'sequence':
      return tree.parts.every(visitNullable)
    case 'choice':
      return tree.parts.some(visitNullable)
    case 'loop':
      return tree.min === 0 || visitNullable(tree.inner)
    default:
      return tree satisfies never
  }
}

function reaches(next: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const seen = new Set([from])
  for (const at of seen) {
    if (at === to) return true
    for (const step of next[at] ?? []) seen.add(step)
  }
  return false
}

const samples = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  'é',
  'É',
  'ß',
  'ж',
  '中',
  '４',
  '\u00a0',
  '\u2028',
  '😀',
]

/** Beyond the samples a set is told by what it was written with. */
const wide = (source: string): boolean => /^\.$|^\[\^|\\[pPWDSux]/u.test(source)

/** Whether two positions can take the same character, by samples: ASCII, some beyond, and what the pattern names. */
function meeting(sets: readonly string[], flags: string): (a: number, b: number) => boolean {
  const plain = flags.replaceAll(/[gym]/gu, '')
  // oxlint-disable-next-line typescript/no-misused-spread -- code points are what a set holds
  const named = sets.flatMap((source) => [...source])
  const alphabet = [...new Set([...samples, ...named])]
  const members = new Map<string, Set<string>>()
  for (const source of sets) {
    if (members.has(source)) continue
    const test = new RegExp(`^${source}$`, plain)
    members.set(source, new Set(alphabet.filter((char) => test.test(char))))
  }
  return (a, b) => {
    const [x = '', y = ''] = [sets[a], sets[b]]
    if (x === y || (wide(x) && wide(y))) return true
    const other = members.get(y)
    return [...(members.get(x) ?? [])].some((char) => other?.has(char))
  }
}

/** Whether some loop can be walked in two ways: (p, p) to (q, r) with q ≠ r and back. */
function hasTwoWays(
  next: readonly ReadonlySet<number>[],
  meet: (a: number, b: number) => boolean,
): boolean {
  const size = next.length
  const met = new Map<number, boolean>()
  const canMeet = (a: number, b: number): boolean => {
    const key = a * size + b
    const known = met.get(key)
    if (known !== undefined) return known
    const found = meet(a, b)
    met.set(key, found)
    return found
  }
  let taken = 0
  const walk = (start: number, steps: readonly ReadonlySet<number>[]): Set<number> => {
    const seen = new Set([start])
    for (const pair of seen) {
      for (const a of steps[Math.floor(pair / size)] ?? []) {
        for (const b of steps[pair % size] ?? []) {
          taken++
          if (canMeet(a, b)) seen.add(a * size + b)
        }
      }
      if (taken > maxSteps) break
    }
    return seen
  }
  const back = next.map(() => new Set<number>())
  next.forEach((targets, from) => targets.forEach((to) => back[to]?.add(from)))
  for (let at = 0; at < size; at++) {
    if (!reachesItself(next, at)) continue
    const ahead = walk(at * size + at, next)
    const behind = walk(at * size + at, back)
    if (taken > maxSteps) return true
    for (const pair of ahead) {
      if (Math.floor(pair / size) !== pair % size && behind.has(pair)) return true
    }
  }
  return false
}

const reachesItself = (next: readonly ReadonlySet<number>[], at: number): boolean =>
  [...(next[at] ?? [])].some((step) => reaches(next, step, at))
