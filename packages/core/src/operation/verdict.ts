import { type Attributes, diag } from '@opentelemetry/api'

import {
  type ModelOutput,
  type OutputContract,
  shortLabel,
  type Verdict,
  VIOLATIONS,
} from '../contracts/contract.ts'
import {
  ATTR_LLMOPS_OUTPUT_CONTRACT,
  ATTR_LLMOPS_OUTPUT_LABEL,
  ATTR_LLMOPS_OUTPUT_VALID,
  ATTR_LLMOPS_OUTPUT_VIOLATION,
} from '../llmops.ts'
import { describeError } from './error-type.ts'

/** In characters. It stands on every span of the prompt. */
const MAX_DESCRIPTION = 200

/**
 * The contract's part of a span. Without an output (a call that failed, or that nobody read) the contract is there,
 * so that queries can count the call, and no verdict.
 */
export function verdictAttributes(
  contract: OutputContract,
  output: ModelOutput | undefined,
): Attributes {
  return {
    [ATTR_LLMOPS_OUTPUT_CONTRACT]: descriptionOf(contract),
    ...(output && judged(contract, output)),
  }
}

/** The contract may be the application's own and, from JavaScript, say anything, or throw. */
function descriptionOf(contract: OutputContract): string {
  try {
    const description: unknown = contract.description
    return typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION) : NAMELESS
  } catch {
    return NAMELESS
  }
}

const NAMELESS = 'unnamed'

function attributesOf(verdict: Verdict): Attributes {
  const label = typeof verdict.label === 'string' ? shortLabel(verdict.label) : undefined
  return {
    ...(label !== undefined && { [ATTR_LLMOPS_OUTPUT_LABEL]: label }),
    [ATTR_LLMOPS_OUTPUT_VALID]: verdict.valid,
    ...(!verdict.valid && {
      [ATTR_LLMOPS_OUTPUT_VIOLATION]: Object.hasOwn(VIOLATIONS, verdict.violation)
        ? verdict.violation
        : 'other',
    }),
  }
}

const reported = new WeakSet<OutputContract>()

/** Not under `guard()`: its message may quote the output, as that of a `SyntaxError` of JSON does. */
function judged(contract: OutputContract, output: ModelOutput): Attributes | undefined {
  try {
    const verdict = contract.judge(output)
    return typeof verdict?.valid === 'boolean' ? attributesOf(verdict) : undefined
  } catch (error) {
    if (!reported.has(contract)) {
      reported.add(contract)
      const name = describeError(error).type
      diag.error(
        `kansoku: the contract ${descriptionOf(contract)} threw ${name} where it should judge. Calls whose output it cannot judge have no verdict`,
      )
    }
    return undefined
  }
}
