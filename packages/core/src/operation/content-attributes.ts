import type { Content } from '../content/apply-content-policy.ts'
import type { InputContent } from '../content/messages.ts'
import * as semconv from '../semconv.ts'
import type { InferenceResponse } from './outcome.ts'

/** The request's content by its attributes. */
export function inputAttributes(input: InputContent | undefined): Content {
  return {
    [semconv.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: input?.systemInstructions,
    [semconv.ATTR_GEN_AI_TOOL_DEFINITIONS]: input?.toolDefinitions,
    [semconv.ATTR_GEN_AI_INPUT_MESSAGES]: input?.inputMessages,
    [semconv.ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT]: input?.retrievalQuery,
  }
}

/** The answer's content by its attributes, as far as it came. */
export function outputAttributes(response: InferenceResponse | undefined): Content {
  return {
    [semconv.ATTR_GEN_AI_OUTPUT_MESSAGES]: response?.messages?.(),
    ...response?.content?.(),
  }
}

/** What the application put into a prompt's template. */
export function variableAttributes(
  variables: Readonly<Record<string, unknown>> | undefined,
): Content | undefined {
  return (
    variables &&
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [
        semconv.ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX + name,
        value,
      ]),
    )
  )
}
