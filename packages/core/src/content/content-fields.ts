import {
  ATTR_GEN_AI_EVALUATION_EXPLANATION,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  ATTR_GEN_AI_MEMORY_RECORDS,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_DEFINITIONS,
} from '../semconv.ts'

/** What the value of a content attribute looks like, and whose words it has. */
export interface ContentField {
  readonly shape: 'messages' | 'parts' | 'records' | 'tools' | 'data' | 'text'
  readonly direction: 'input' | 'output'
  /** Where the shape does not say it. */
  readonly role?: string
}

const PARTS: ContentField = { shape: 'parts', direction: 'input', role: 'system' }
const TOOLS: ContentField = { shape: 'tools', direction: 'input' }
const ASKED: ContentField = { shape: 'text', direction: 'input' }
const FOUND: ContentField = { shape: 'records', direction: 'output' }

/** The attributes that are content by the conventions (their opt-in ones), and the words of people on an evaluation. */
const FIELDS: Readonly<Record<string, ContentField>> = {
  [ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: PARTS,
  [ATTR_GEN_AI_TOOL_DEFINITIONS]: TOOLS,
  [ATTR_GEN_AI_INPUT_MESSAGES]: { shape: 'messages', direction: 'input' },
  [ATTR_GEN_AI_OUTPUT_MESSAGES]: { shape: 'messages', direction: 'output' },
  [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: { shape: 'data', direction: 'input' },
  [ATTR_GEN_AI_TOOL_CALL_RESULT]: { shape: 'data', direction: 'output', role: 'tool' },
  [ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT]: ASKED,
  [ATTR_GEN_AI_RETRIEVAL_DOCUMENTS]: FOUND,
  [ATTR_GEN_AI_MEMORY_QUERY_TEXT]: ASKED,
  [ATTR_GEN_AI_MEMORY_RECORDS]: FOUND,
  [ATTR_GEN_AI_EVALUATION_EXPLANATION]: { shape: 'text', direction: 'output' },
}
const OTHER: ContentField = { shape: 'data', direction: 'input' }

export function contentField(attribute: string): ContentField {
  if (attribute.startsWith(ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX)) return ASKED
  return (Object.hasOwn(FIELDS, attribute) ? FIELDS[attribute] : undefined) ?? OTHER
}
