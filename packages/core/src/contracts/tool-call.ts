import { causeOf, type ModelOutput, type OutputContract, type Verdict } from './contract.ts'

/**
 * The model must ask for this tool, and for no other. The label is the tool's name.
 *
 * @throws TypeError where the name is empty.
 * @example
 * ```ts
 * definePrompt({ name: 'search_decision', version: 4, output: toolCall('search_documents') })
 * ```
 */
export function toolCall(name: string): OutputContract {
  if (typeof name !== 'string' || name.trim() === '')
    throw new TypeError(`toolCall() needs the name of a tool, got ${JSON.stringify(name)}`)
  return {
    description: `toolCall(${name})`,
    labels: [name],
    judge: (output) => judge(output, name),
  }
}

function judge(output: ModelOutput, name: string): Verdict {
  const asked = output.toolCalls ?? []
  if (asked.length === 0) {
    const cause = causeOf(output)
    const violation = cause === undefined || cause === 'empty' ? 'no_tool_call' : cause
    return { valid: false, violation }
  }
  // A call that was cut may lack its arguments, whatever its name.
  if (output.finishReason === undefined || output.finishReason === 'length')
    return { valid: false, violation: 'truncated' }
  return asked.every((tool) => tool === name)
    ? { valid: true, label: name }
    : { valid: false, violation: 'tool_call' }
}
