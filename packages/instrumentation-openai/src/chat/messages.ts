import type { InputContent, Message, MessagePart, ToolDefinition } from '@kansoku/core'

import { parsedJson } from '../reading/json.ts'
import { described } from '../reading/tool.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import { contentParts, audioParts } from './parts.ts'

/**
 * The request's content in the conventions' shape, as sent: `system` and `developer` messages stay in the list,
 * because chat completions know no instructions apart from it.
 */
export function chatInput(body: unknown): InputContent {
  const request = fields(body)
  const tools = [...list(request['tools']), ...list(request['functions']).map(legacyTool)]
  const toolDefinitions = tools.map(toolDefinition).filter((tool) => tool !== undefined)
  return {
    ...(Array.isArray(request['messages']) && {
      inputMessages: list(request['messages']).map(inputMessage),
    }),
    ...(toolDefinitions.length > 0 && { toolDefinitions }),
  }
}

/** Exactly one message per choice. */
export function chatOutputMessages(choices: readonly unknown[]): readonly Message[] {
  return choices.map((choice) => {
    const message = fields(fields(choice)['message'])
    return { role: someText(message['role']) ?? 'assistant', parts: messageParts(message) }
  })
}

function inputMessage(sent: unknown): Message {
  const message = fields(sent)
  const role = text(message['role']) ?? ''
  const name = text(message['name'])
  return {
    role,
    parts: role === 'tool' || role === 'function' ? toolResult(message) : messageParts(message),
    ...(name !== undefined && { name }),
  }
}

/** Pushed, not spread: nine messages of text cost a third. */
function messageParts(message: Wire): readonly MessagePart[] {
  const { audio, content, function_call, tool_calls } = message
  const parts: MessagePart[] = []
  const reasoning = someText(message['reasoning_content'])
  if (reasoning !== undefined) parts.push({ type: 'reasoning', content: reasoning })
  if (typeof content === 'string') parts.push({ type: 'text', content })
  else parts.push(...contentParts(content))
  if (audio) parts.push(...audioParts(audio))
  const refusal = someText(message['refusal'])
  if (refusal !== undefined) parts.push({ type: 'refusal', content: refusal })
  for (const call of list(tool_calls)) parts.push(...toolCall(call))
  if (function_call) parts.push(...functionCall(function_call))
  return parts
}

/** The answer of a tool: text as it is, parts as parts. */
function toolResult(message: Wire): readonly MessagePart[] {
  const { content, tool_call_id } = message
  const id = text(tool_call_id)
  return [
    {
      type: 'tool_call_response',
      response: typeof content === 'string' ? content : contentParts(content),
      ...(id !== undefined && { id }),
    },
  ]
}

function toolCall(call: unknown): readonly MessagePart[] {
  const { id, function: called, custom } = fields(call)
  const callId = text(id)
  const { name, arguments: json } = fields(called)
  const { name: customName, input } = fields(custom)
  const tool = text(name) ?? text(customName)
  if (tool === undefined) return []
  return [
    {
      type: 'tool_call',
      name: tool,
      ...(callId !== undefined && { id: callId }),
      // A custom tool takes free text, the schema wants an object: the API's own field name makes it one.
      ...(name === undefined ? { arguments: { input } } : { arguments: parsedJson(json) }),
    },
  ]
}

function functionCall(call: unknown): readonly MessagePart[] {
  const { name, arguments: json } = fields(call)
  return typeof name === 'string' ? [{ type: 'tool_call', name, arguments: parsedJson(json) }] : []
}

function legacyTool(definition: unknown): unknown {
  return { type: 'function', function: definition }
}

/** Flat, as the conventions have it. What of it is recorded, the content policy says. */
function toolDefinition(tool: unknown): ToolDefinition | undefined {
  const { type, function: called, custom } = fields(tool)
  const defined = fields(called ?? custom)
  const name = text(defined['name'])
  return name === undefined
    ? undefined
    : { type: text(type) ?? 'function', name, ...described(defined) }
}
