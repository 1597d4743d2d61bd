import type { ModelOutput } from '@kansoku/core'

import type { Answer } from '../call/answer.ts'
import { apiError } from '../reading/api-error.ts'
import { MAX_TEXT, take } from '../reading/kept-text.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import { chatResponse } from './response.ts'

interface ToolCallState {
  id: string | undefined
  type: string | undefined
  name: string
  arguments: string
}

interface ChoiceState {
  finishReason: string | undefined
  content: string
  refusal: string
  reasoning: string
  transcript: string
  functionCall: ToolCallState | undefined
  /** By the API's index, which may start at 1 and leave holes. */
  readonly toolCalls: Map<number, ToolCallState>
}

/** A stream as far as it was read. One object a call, changed in place: a copy per chunk would cost more than the chunk. */
export interface ChatStream {
  readonly keepsText: boolean
  room: number
  id: string | undefined
  model: string | undefined
  serviceTier: string | undefined
  systemFingerprint: string | undefined
  usage: unknown
  failure: Error | undefined
  /** By `choice.index`: with `n` above 1 the choices interleave. */
  readonly choices: Map<number, ChoiceState>
}

export function startChatStream(keepsText: boolean): ChatStream {
  return {
    keepsText,
    room: MAX_TEXT,
    id: undefined,
    model: undefined,
    serviceTier: undefined,
    systemFingerprint: undefined,
    usage: undefined,
    failure: undefined,
    choices: new Map(),
  }
}

/**
 * Adds one chunk. Without `keepsText` no text is kept, only what tells how the choice ended.
 *
 * @returns whether the chunk carried output: a role alone, a finish reason or usage is none.
 */
export function foldChatChunk(stream: ChatStream, value: unknown): boolean {
  const chunk = fields(value)
  // Azure's first chunk has them empty: the first that say something count.
  stream.id ??= someText(chunk['id'])
  stream.model ??= someText(chunk['model'])
  stream.serviceTier = someText(chunk['service_tier']) ?? stream.serviceTier
  stream.systemFingerprint = someText(chunk['system_fingerprint']) ?? stream.systemFingerprint
  // Servers differ in which chunk has it; the last one that is not null is the whole.
  stream.usage = chunk['usage'] ?? stream.usage
  // An error event without an envelope: openai 5.0 to 7.5 give it to the application like any chunk, the others throw.
  if (chunk['type'] === 'error') stream.failure ??= apiError(chunk)
  let output = false
  for (const choice of list(chunk['choices'])) output = foldChoice(stream, fields(choice)) || output
  return output
}

function foldChoice(stream: ChatStream, choice: Wire): boolean {
  const index = typeof choice['index'] === 'number' ? choice['index'] : 0
  const state = choiceAt(stream, index)
  state.finishReason = someText(choice['finish_reason']) ?? state.finishReason
  const delta = fields(choice['delta'])
  const content = someText(delta['content'])
  const refusal = someText(delta['refusal'])
  const reasoning = someText(delta['reasoning_content'])
  const audio = delta['audio'] ?? undefined
  const toolCalls = list(delta['tool_calls'])
  const functionCall = delta['function_call'] ?? undefined

  if (toolCalls.length > 0) for (const call of toolCalls) foldToolCall(stream, state, fields(call))
  if (functionCall !== undefined) {
    state.functionCall ??= emptyToolCall()
    foldCalled(stream, state.functionCall, fields(functionCall))
  }
  if (stream.keepsText) {
    if (content !== undefined) state.content += take(stream, content)
    if (reasoning !== undefined) state.reasoning += take(stream, reasoning)
    if (audio !== undefined)
      state.transcript += take(stream, text(fields(audio)['transcript']) ?? '')
  }
  if (refusal !== undefined && stream.keepsText) state.refusal += take(stream, refusal)
  return (
    content !== undefined ||
    refusal !== undefined ||
    reasoning !== undefined ||
    audio !== undefined ||
    functionCall !== undefined ||
    toolCalls.length > 0
  )
}

function choiceAt(stream: ChatStream, index: number): ChoiceState {
  const known = stream.choices.get(index)
  if (known) return known
  const state: ChoiceState = {
    finishReason: undefined,
    content: '',
    refusal: '',
    reasoning: '',
    transcript: '',
    functionCall: undefined,
    toolCalls: new Map(),
  }
  stream.choices.set(index, state)
  return state
}

function foldToolCall(stream: ChatStream, choice: ChoiceState, piece: Wire): void {
  if (!stream.keepsText) return
  const index = typeof piece['index'] === 'number' ? piece['index'] : choice.toolCalls.size
  const call = choice.toolCalls.get(index) ?? emptyToolCall()
  choice.toolCalls.set(index, call)
  call.id ??= someText(piece['id'])
  call.type ??= someText(piece['type'])
  foldCalled(stream, call, fields(piece['function'] ?? piece['custom']))
}

/** `arguments` of a function, `input` of a custom tool: both come in pieces, the name comes once. */
function foldCalled(stream: ChatStream, call: ToolCallState, called: Wire): void {
  if (!stream.keepsText) return
  if (call.name === '') call.name = take(stream, text(called['name']) ?? '')
  call.arguments += take(stream, text(called['arguments']) ?? text(called['input']) ?? '')
}

function emptyToolCall(): ToolCallState {
  return { id: undefined, type: undefined, name: '', arguments: '' }
}

/** The stream as the completion that the API would have sent in one piece. */
export function chatStreamResponse(stream: ChatStream, provider: string): Answer {
  const choices = [...stream.choices.entries()].toSorted(([a], [b]) => a - b)
  const response = chatResponse(
    {
      id: stream.id,
      model: stream.model,
      service_tier: stream.serviceTier,
      system_fingerprint: stream.systemFingerprint,
      usage: stream.usage,
      choices: choices.map(([, choice]) => ({
        finish_reason: choice.finishReason,
        message: messageOf(choice),
      })),
    },
    provider,
  )
  // A stream that was read to its end without any choice is an empty, cut answer, and a contract has to say so.
  const output = (): ModelOutput => response.output?.() ?? { text: '' }
  return { ...response, output, failure: stream.failure }
}

function messageOf(choice: ChoiceState): Wire {
  const { content, functionCall, reasoning, refusal, toolCalls, transcript } = choice
  return {
    role: 'assistant',
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(content !== '' && { content }),
    ...(transcript !== '' && { audio: { transcript } }),
    ...(refusal !== '' && { refusal }),
    ...(functionCall && { function_call: functionCall }),
    tool_calls: [...toolCalls.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([, call]) => wireCall(call)),
  }
}

function wireCall(call: ToolCallState): Wire {
  const { id, name, type } = call
  return type === 'custom'
    ? { id, custom: { name, input: call.arguments } }
    : { id, function: { name, arguments: call.arguments } }
}
