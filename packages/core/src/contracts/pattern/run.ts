import type { Step } from './compile.ts'
import type { Edge } from './tree.ts'

/** A pattern that is ready to run. */
export interface Machine {
  readonly steps: readonly Step[]
  /** Whether a character beyond the basic plane is one, as with flag `u`. */
  readonly unicode: boolean
  /** Flag `m`. */
  readonly multiline: boolean
  /** Flag `y`: only at the start. */
  readonly sticky: boolean
  readonly isWord: (char: number) => boolean
}

export interface Found {
  /** The text of the group `label`, where it took part. */
  readonly label: string | undefined
}

/** One way through the pattern: where it stands, and the label so far. */
interface Way {
  readonly step: number
  readonly begin: number
  readonly end: number
}

/** Steps that are taken at most, for about a tenth of a second. */
const MAX_WORK = 5_000_000

/**
 * Finds the match that a RegExp would find, the leftmost and of these the most preferred, in time that grows with the
 * text and never faster: all ways are walked side by side, and two that meet are one.
 *
 * @returns `'too_long'` where the work would go on for too long.
 */
export function find(machine: Machine, text: string): Found | undefined | 'too_long' {
  const { steps, sticky, unicode } = machine
  // At which character a step was reached last; at most one way stands on it.
  const reached = new Int32Array(steps.length).fill(-1)
  let work = 0
  let found: Way | undefined

  const walk = (ways: Way[], at: number, from: Way): void => {
    for (let { begin, end, step } = from; ; step += 1) {
      if (reached[step] === at) return
      reached[step] = at
      work += 1
      const now = steps[step] as Step
      switch (now.kind) {
        case 'set':
        case 'found':
          ways.push({ step, begin, end })
          return
        case 'edge':
          if (!holds(now.at, machine, text, at)) return
          break
        case 'split':
          walk(ways, at, { step: now.first, begin, end })
          step = now.second - 1
          break
        case 'jump':
          step = now.to - 1
          break
        case 'label':
          if (now.edge === 'begin') begin = at
          else end = now.edge === 'end' ? at : -1
          break
        default:
          now satisfies never
      }
    }
  }

  let ways: Way[] = []
  for (let at = 0; ;) {
    if (!found && (at === 0 || !sticky)) walk(ways, at, { step: 0, begin: -1, end: -1 })
    if (ways.length === 0 && (found || sticky)) break
    if (work > MAX_WORK) return 'too_long'
    const char = unicode ? text.codePointAt(at) : text.charCodeAt(at)
    const next = at + ((char ?? 0) > 0xff_ff ? 2 : 1)
    const onward: Way[] = []
    for (const way of ways) {
      const now = steps[way.step] as Step
      if (now.kind === 'found') {
        // The ways behind it are less preferred.
        found = way
        break
      }
      work += 1
      if (at < text.length && now.kind === 'set' && now.has(char as number))
        walk(onward, next, { ...way, step: way.step + 1 })
    }
    if (at >= text.length) break
    ways = onward
    at = next
  }
  return found && { label: found.end < 0 ? undefined : text.slice(found.begin, found.end) }
}

function holds(edge: Edge, machine: Machine, text: string, at: number): boolean {
  switch (edge) {
    case '^':
      return at === 0 || (machine.multiline && endsLine(text.charCodeAt(at - 1)))
    case '$':
      return at === text.length || (machine.multiline && endsLine(text.charCodeAt(at)))
    case '\\b':
      return isWordAt(machine, text, at - 1) !== isWordAt(machine, text, at)
    case '\\B':
      return isWordAt(machine, text, at - 1) === isWordAt(machine, text, at)
    default:
      return edge satisfies never
  }
}

/** The characters of words are all in the basic plane. */
function isWordAt({ isWord }: Machine, text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWord(text.charCodeAt(at))
}

/** Line feed, carriage return, line and paragraph separator. */
function endsLine(char: number): boolean {
  return char === 0x0a || char === 0x0d || char === 0x20_28 || char === 0x20_29
}
