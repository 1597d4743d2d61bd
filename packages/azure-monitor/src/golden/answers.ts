import type { Answer } from './model.ts'

const MODEL = 'gpt-4o-2024-08-06'
const IDENTITY = { id: 'chatcmpl-1', created: 1_700_000_000, model: MODEL }
const USAGE = {
  prompt_tokens: 120,
  completion_tokens: 1,
  total_tokens: 121,
  prompt_tokens_details: { cached_tokens: 100 },
}

/** A completion whose message is this. */
export function says(message: string | Record<string, unknown>, finish_reason = 'stop'): Answer {
  const said = typeof message === 'string' ? { content: message } : message
  return {
    json: {
      ...IDENTITY,
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason, message: { role: 'assistant', ...said } }],
      usage: USAGE,
    },
  }
}

function chunk(choices: readonly unknown[], usage: unknown = null): unknown {
  return { ...IDENTITY, object: 'chat.completion.chunk', choices, usage }
}

/** The same in pieces. */
export function streams(...pieces: readonly string[]): Answer {
  return {
    events: [
      ...pieces.map((content) => chunk([{ index: 0, delta: { content }, finish_reason: null }])),
      chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
      chunk([], USAGE),
    ],
  }
}

export function refuses(status: number, code: string): Answer {
  return { status, json: { error: { message: `said so: ${code}`, code, type: code, param: null } } }
}

export const BREAKS_IN_STREAM: Answer = {
  events: [
    { ...IDENTITY, choices: [{ index: 0, delta: { content: 'Y' }, finish_reason: null }] },
    { error: { message: 'The server had an error', type: 'server_error', code: 'overloaded' } },
  ],
}

export const EMBEDS: Answer = {
  json: {
    object: 'list',
    model: 'text-embedding-3-small',
    data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }],
    usage: { prompt_tokens: 8, total_tokens: 8 },
  },
}

export const PAINTS: Answer = {
  json: {
    created: 1_700_000_000,
    data: [{ b64_json: 'aGVsbG8=' }],
    output_format: 'png',
    quality: 'low',
    size: '1024x1024',
    usage: {
      input_tokens: 10,
      output_tokens: 272,
      total_tokens: 282,
      input_tokens_details: { text_tokens: 10, image_tokens: 0 },
    },
  },
}

export const CALLS_A_TOOL: Answer = says(
  {
    content: null,
    tool_calls: [
      { id: 'call-1', type: 'function', function: { name: 'look_up', arguments: '{"q":"はい"}' } },
    ],
  },
  'tool_calls',
)
