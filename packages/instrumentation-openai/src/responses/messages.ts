import type { InputContent, Message, MessagePart } from '@kansoku/core'

import { fields, list, someText, text } from '../reading/wire.ts'
import { contentParts, itemParts } from './items.ts'
import { toolDefinitions as definitionsOf } from './plain.ts'

/** The request's content in the conventions' shape: instructions apart, the items in their order. */
export function responsesInput(body: unknown): InputContent {
  const { input, instructions, tools } = fields(body)
  const toolDefinitions = definitionsOf(tools)
  const systemInstructions = instructionParts(instructions)
  return {
    ...(systemInstructions.length > 0 && { systemInstructions }),
    ...(typeof input === 'string' && {
      inputMessages: [{ role: 'user', parts: [{ type: 'text', content: input }] }],
    }),
    ...(Array.isArray(input) && { inputMessages: input.map(inputMessage) }),
    ...(toolDefinitions.length > 0 && { toolDefinitions }),
  }
}

/** An answer has one choice, so its items are one message; what it repeats of the input is not the model's. */
export function responsesOutputMessages(output: readonly unknown[]): readonly Message[] {
  const items = output.filter((item) => {
    const { role, type } = fields(item)
    return type !== 'message' || role === undefined || role === 'assistant'
  })
  return items.length === 0 ? [] : [{ role: 'assistant', parts: items.flatMap(itemParts) }]
}

/** A string, or, from prompts that are stored at the provider, items. */
function instructionParts(instructions: unknown): readonly MessagePart[] {
  if (typeof instructions === 'string') return contentParts(instructions)
  return list(instructions).flatMap(itemParts)
}

function inputMessage(item: unknown): Message {
  return { role: roleOf(item), parts: itemParts(item) }
}

/** Only messages name their role. Results come from tools, decisions from the user, the rest is the model's earlier output. */
function roleOf(item: unknown): string {
  const { role, type } = fields(item)
  const kind = text(type) ?? 'message'
  const named = someText(role)
  if (named !== undefined) return named
  if (kind === 'message' || kind === 'mcp_approval_response') return 'user'
  return kind.endsWith('_output') ? 'tool' : 'assistant'
}
