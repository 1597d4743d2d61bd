import type { MessagePart, ServerTool } from '@kansoku/core'

import { blob, located } from '../reading/blob.ts'
import { parsedJson } from '../reading/json.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import { plain } from './plain.ts'

/** One item of a request or of an answer, in the parts that the conventions' schemas have for it. */
export function itemParts(value: unknown): readonly MessagePart[] {
  const item = fields(value)
  const type = text(item['type']) ?? 'message'
  switch (type) {
    case 'message':
      return contentParts(item['content'])
    case 'reasoning':
      return reasoningParts(item)
    case 'function_call':
      return [toolCall(item, text(item['name']) ?? '', parsedJson(item['arguments']))]
    case 'custom_tool_call':
      // Free text, the schema wants an object: the API's own field name makes it one.
      return [toolCall(item, text(item['name']) ?? '', { input: item['input'] })]
    case 'computer_call':
      return [toolCall(item, 'computer', plain(item['action'] ?? item['actions']))]
    case 'local_shell_call':
      return [toolCall(item, 'local_shell', plain(item['action']))]
    case 'shell_call':
      return [toolCall(item, 'shell', plain(item['action']))]
    case 'apply_patch_call':
      return [toolCall(item, 'apply_patch', plain(item['operation']))]
    case 'compaction':
      return [{ type: 'compaction', ...idOf(item['id']) }]
    default:
      if (Object.hasOwn(SERVER_TOOLS, type))
        return serverParts(item, SERVER_TOOLS[type as ServerToolItem])
      return type.endsWith('_call_output') ? [toolResult(item)] : [generic(type, item)]
  }
}

/** Tools that the provider runs: fields of the call, and of its result where the item has one. */
const SERVER_TOOLS = {
  web_search_call: { tool: 'web_search', call: ['action'], result: [] },
  file_search_call: { tool: 'file_search', call: ['queries'], result: ['results'] },
  code_interpreter_call: {
    tool: 'code_interpreter',
    call: ['code', 'container_id'],
    result: ['outputs'],
  },
  // The picture itself, `result`, is never recorded.
  image_generation_call: {
    tool: 'image_generation',
    call: ['revised_prompt', 'size', 'quality', 'output_format', 'background'],
    result: [],
  },
  mcp_call: { tool: 'mcp', call: ['server_label', 'arguments'], result: ['output', 'error'] },
  mcp_list_tools: { tool: 'mcp_list_tools', call: ['server_label'], result: ['tools', 'error'] },
  tool_search_call: { tool: 'tool_search', call: ['execution', 'arguments'], result: [] },
  tool_search_output: { tool: 'tool_search', call: [], result: ['tools'] },
  program: { tool: 'program', call: ['code'], result: [] },
  program_output: { tool: 'program', call: [], result: ['result'] },
} as const satisfies Readonly<Record<string, ServerToolRule>>

interface ServerToolRule {
  readonly tool: string
  readonly call: readonly string[]
  readonly result: readonly string[]
}
type ServerToolItem = keyof typeof SERVER_TOOLS

function serverParts(item: Wire, rule: ServerToolRule): readonly MessagePart[] {
  const id = idOf(item['call_id'] ?? item['id'])
  const called = picked(item, rule.tool, rule.call)
  const result = picked(item, rule.tool, rule.result)
  const onlyResult = rule.call.length === 0
  return [
    ...(onlyResult
      ? []
      : [
          {
            type: 'server_tool_call',
            name: someText(item['name']) ?? rule.tool,
            ...id,
            server_tool_call: called,
          } as const,
        ]),
    ...(onlyResult || Object.keys(result).length > 1
      ? [{ type: 'server_tool_call_response', ...id, server_tool_call_response: result } as const]
      : []),
  ]
}

function picked(item: Wire, type: string, names: readonly string[]): ServerTool {
  const sent = names.filter((name) => item[name] !== undefined && item[name] !== null)
  const chosen = Object.fromEntries(
    sent.map((name) => [name, name === 'arguments' ? parsedJson(item[name]) : item[name]]),
  )
  return { type, ...fields(plain(chosen)) }
}

/** A message's content: a string, or parts in their order. */
export function contentParts(content: unknown): readonly MessagePart[] {
  if (typeof content === 'string') return [{ type: 'text', content }]
  return list(content).flatMap(contentPart)
}

function contentPart(value: unknown): readonly MessagePart[] {
  const part = fields(value)
  const type = text(part['type']) ?? ''
  switch (type) {
    case 'input_text':
    case 'output_text':
    case 'text':
    case 'summary_text':
      return words('text', part['text'])
    case 'reasoning_text':
      return words('reasoning', part['text'])
    case 'refusal':
      return words('refusal', part['refusal'])
    case 'input_image':
    case 'computer_screenshot':
      return stored('image', part['file_id']) ?? located('image', part['image_url'])
    case 'input_file':
      return stored('document', part['file_id']) ?? fileParts(part)
    case 'input_audio': {
      const { data, format } = fields(part['input_audio'])
      if (typeof data !== 'string') return []
      return [blob('audio', data, typeof format === 'string' ? `audio/${format}` : undefined)]
    }
    default:
      return type === '' ? [] : [generic(type, part)]
  }
}

function stored(modality: string, id: unknown): readonly MessagePart[] | undefined {
  const file_id = someText(id)
  return file_id === undefined ? undefined : [{ type: 'file', modality, file_id }]
}

/** `file_data` is base64, with or without the `data:` in front. */
function fileParts({ file_data, file_url }: Wire): readonly MessagePart[] {
  if (typeof file_data !== 'string') return located('document', file_url)
  return file_data.startsWith('data:')
    ? located('document', file_data)
    : [blob('document', file_data)]
}

/** What the model shows of its thoughts; without text there is nothing to show, and what is encrypted stays so. */
function reasoningParts({ content, summary }: Wire): readonly MessagePart[] {
  return [...list(summary), ...list(content)].flatMap((part) =>
    words('reasoning', fields(part)['text']),
  )
}

function words(type: 'text' | 'reasoning' | 'refusal', said: unknown): readonly MessagePart[] {
  return typeof said === 'string' ? [{ type, content: said }] : []
}

function toolCall(item: Wire, name: string, args: unknown): MessagePart {
  return { type: 'tool_call', name, ...idOf(item['call_id'] ?? item['id']), arguments: args }
}

/** Text as it is, parts as parts, anything else as data. */
function toolResult(item: Wire): MessagePart {
  const { output } = item
  const known = Array.isArray(output) && output.every((part) => isInput(part))
  return {
    type: 'tool_call_response',
    ...idOf(item['call_id'] ?? item['id']),
    // The schemas want a response, and `undefined` would be lost on the way.
    response: known ? contentParts(output) : (screenshot(output) ?? null),
  }
}

function isInput(part: unknown): boolean {
  return text(fields(part)['type'])?.startsWith('input_') === true
}

function screenshot(output: unknown): unknown {
  const { type } = fields(output)
  return type === 'computer_screenshot' ? contentPart(output) : plain(output)
}

function generic(type: string, item: Wire): MessagePart {
  return { ...fields(plain(item)), type: 'generic', generic_type: type }
}

function idOf(id: unknown): { id?: string } {
  const known = someText(id)
  return known === undefined ? {} : { id: known }
}
