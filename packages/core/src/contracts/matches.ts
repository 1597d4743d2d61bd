import {
  causeOf,
  type ModelOutput,
  type OutputContract,
  shortLabel,
  type Verdict,
} from './contract.ts'
import { machineOf } from './pattern/machine.ts'
import { find, type Machine } from './pattern/run.ts'

/** What `matches` is told beside its pattern. */
export interface MatchesOptions {
  /** The contract as text, recorded with each call. @defaultValue `matches(<pattern>)` */
  readonly description?: string | undefined
}

/** Beyond this an output is not searched: a contract must not hold up the application. In characters. */
const MAX_LENGTH = 100_000

/**
 * The pattern must be found in the output, white space around it aside: anywhere, as `RegExp.test` does it, so write
 * `^…$` where the whole output counts. The text of a group named `label` is the label, its first 100 characters; it is
 * recorded without content capture, so let the group take only what may be seen.
 *
 * Takes linear time, whatever the pattern. What cannot is refused: references back, looking ahead and behind, repeating
 * what can match nothing, flag `v`, flags inside the pattern. Flag `y` keeps the pattern at the start; `g` means nothing.
 *
 * @throws TypeError that names what is refused.
 * @example
 * ```ts
 * matches(/^Decision: (?<label>search|reuse)$/m)
 * ```
 */
export function matches(pattern: RegExp, options: MatchesOptions = {}): OutputContract {
  const machine = checked(pattern)
  return {
    description: options.description ?? `matches(${String(pattern)})`,
    labels: [],
    judge: (output) => judge(output, machine),
  }
}

/** Also one of another realm, as test runners have them. */
function isRegExp(pattern: unknown): pattern is RegExp {
  return Object.prototype.toString.call(pattern) === '[object RegExp]'
}

function checked(pattern: unknown): Machine {
  if (!isRegExp(pattern))
    throw new TypeError(`matches() needs a regular expression, got ${typeof pattern}`)
  try {
    return machineOf(pattern)
  } catch (error) {
    throw new TypeError(`matches(): ${String(pattern)} ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function judge(output: ModelOutput, machine: Machine): Verdict {
  const cause = causeOf(output)
  if (cause !== undefined) return { valid: false, violation: cause }
  const text = output.text.trim()
  const found = text.length > MAX_LENGTH ? 'too_long' : find(machine, text)
  if (found === 'too_long') return { valid: false, violation: 'too_long' }
  if (found === undefined) return { valid: false, violation: 'no_match' }
  const label = found.label === undefined ? undefined : shortLabel(found.label)
  return { valid: true, ...(label !== undefined && { label }) }
}
