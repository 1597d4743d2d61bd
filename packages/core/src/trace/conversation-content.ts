import type { Content } from '../content/apply-content-policy.ts'
import type { Message, MessagePart, ToolDefinition } from '../content/messages.ts'
import type { ModelOutput } from '../contracts/contract.ts'
import * as semconv from '../semconv.ts'

/** A text, or messages with their roles and parts. */
export type MessageContent = string | readonly Message[]
/** A text, or parts. */
export type InstructionContent = string | readonly MessagePart[]

/** Content: recorded only where it is captured. */
export interface ConversationContent {
  /** System instructions that are given apart from the messages. */
  readonly instructions?: InstructionContent | undefined
  /** The messages that go to the model, in order. */
  readonly input?: MessageContent | undefined
  /** The tools that the model may call. */
  readonly tools?: readonly ToolDefinition[] | undefined
}

/** In the shapes of the conventions. */
export function conversationContent({ input, instructions, tools }: ConversationContent): Content {
  return {
    [semconv.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: instructions && parts(instructions),
    [semconv.ATTR_GEN_AI_INPUT_MESSAGES]: input && messages('user', input),
    [semconv.ATTR_GEN_AI_TOOL_DEFINITIONS]: tools,
  }
}

/** One message for each choice. */
export function outputContent(output: MessageContent): Content {
  return { [semconv.ATTR_GEN_AI_OUTPUT_MESSAGES]: messages('assistant', output) }
}

function messages(role: string, content: MessageContent): readonly Message[] {
  return typeof content === 'string' ? [{ role, parts: parts(content) }] : content
}

function parts(content: InstructionContent): readonly MessagePart[] {
  return typeof content === 'string' ? [{ type: 'text', content }] : content
}

/** A function that gives a text gives the answer. */
export function textResult(value: unknown): Content | undefined {
  return typeof value === 'string' ? outputContent(value) : undefined
}

/** How providers say what contracts know as `length` and `content_filter`, in small letters. */
const REASONS: Readonly<Record<string, string>> = {
  max_tokens: 'length', // Anthropic, Bedrock, Cohere, Gemini
  max_output_tokens: 'length', // OpenAI's responses
  model_context_window_exceeded: 'length', // Anthropic
  model_length: 'length', // Mistral
  safety: 'content_filter', // Gemini
  prohibited_content: 'content_filter',
  blocklist: 'content_filter',
  content_filtered: 'content_filter', // Bedrock
  guardrail_intervened: 'content_filter',
}

/** The first choice, as a contract reads it. */
export function modelOutput(content: Content, reason: string): ModelOutput | undefined {
  const output = content[semconv.ATTR_GEN_AI_OUTPUT_MESSAGES] as readonly Message[] | undefined
  if (output === undefined) return undefined
  const all = output[0]?.parts ?? []
  const calls = all.filter((part) => part.type === 'tool_call')
  const refusal = joined(all, 'refusal')
  return {
    text: joined(all, 'text'),
    ...(refusal !== '' && { refusal }),
    toolCalls: calls.map(({ name }) => name),
    // Made into text only where a contract asks for it.
    get toolArguments() {
      return calls.map(({ arguments: given }) => asText(given))
    },
    finishReason: REASONS[reason.toLowerCase()] ?? reason,
  }
}

/** Arguments are given as the model wrote them, or parsed. */
function asText(given: unknown): string {
  return typeof given === 'string' ? given : (JSON.stringify(given) ?? '')
}

function joined(all: readonly MessagePart[], type: 'text' | 'refusal'): string {
  return all.map((part) => (part.type === type ? part.content : '')).join('')
}
