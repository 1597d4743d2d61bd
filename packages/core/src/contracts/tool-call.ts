import {
  causeOf,
  type ContractViolation,
  isCut,
  type ModelOutput,
  type OutputContract,
  type Verdict,
} from './contract.ts'
import { syncValidator } from './json-contract.ts'
import { MAX_JSON, parsedJson } from './parsed-json.ts'
import type { StandardSchema } from './standard-schema.ts'

/**
 * The model must ask for this tool, once or several times, and for no other. The label is the tool's name, also where
 * its arguments are wrong.
 *
 * @param schema what the arguments of each call have to be, any Standard Schema. Without one only the name counts.
 * @throws TypeError where the name is empty, or the schema is none.
 * @example
 * ```ts
 * definePrompt({ name: 'search_decision', version: 4, output: toolCall('search_documents') })
 * toolCall('search_documents', z.object({ query: z.string().min(1) }))
 * ```
 */
export function toolCall<const Name extends string>(
  name: Name,
  schema?: StandardSchema,
): OutputContract<Name> {
  if (typeof name !== 'string' || name.trim() === '')
    throw new TypeError(`toolCall() needs the name of a tool, got ${JSON.stringify(name)}`)
  const accepts = schema && syncValidator('toolCall()', schema)
  return {
    description: schema ? `toolCall(${name}, ${schema['~standard'].vendor})` : `toolCall(${name})`,
    labels: [name],
    judge: (output) => judge(output, name, accepts),
  }
}

function judge<Name extends string>(
  output: ModelOutput,
  name: Name,
  accepts: ((value: unknown) => boolean | undefined) | undefined,
): Verdict<Name> | undefined {
  const asked = output.toolCalls ?? []
  const cause = causeOf(output)
  if (cause === 'refusal' || cause === 'content_filter') return { valid: false, violation: cause }
  // A call that was cut may lack its arguments, whatever its name.
  if (isCut(output)) return { valid: false, violation: 'truncated' }
  if (asked.length === 0) return { valid: false, violation: 'no_tool_call' }
  if (asked.some((tool) => tool !== name)) return { valid: false, violation: 'tool_call' }
  if (accepts === undefined) return { valid: true, label: name }
  const faults = asked.map((_, index) => faultOf(output.toolArguments?.[index], accepts))
  const violation = faults.find((fault) => typeof fault === 'string')
  if (violation !== undefined) return { valid: false, violation, label: name }
  return faults.includes(undefined) ? undefined : { valid: true, label: name }
}

/** What is wrong with the arguments of one call, if anything; `undefined` where that cannot be told. */
function faultOf(
  json: string | undefined,
  accepts: (value: unknown) => boolean | undefined,
): ContractViolation | false | undefined {
  if (json === undefined) return undefined
  if (json.length > MAX_JSON) return 'too_long'
  const parsed = parsedJson(json)
  if (parsed === undefined) return 'not_json'
  const accepted = accepts(parsed.value)
  if (accepted === undefined) return undefined
  return accepted ? false : 'schema'
}
