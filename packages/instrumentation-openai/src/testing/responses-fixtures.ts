/** Answers in the shapes of the Responses API. */
export function response(
  output: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: null,
    model: 'gpt-4o-2024-08-06',
    output,
    service_tier: 'default',
    usage: {
      input_tokens: 12,
      input_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 17,
    },
    ...more,
  }
}

export function said(text: string, more: Readonly<Record<string, unknown>> = {}): unknown {
  return message([{ type: 'output_text', text, annotations: [] }], more)
}

export function refused(refusal: string): unknown {
  return message([{ type: 'refusal', refusal }])
}

function message(content: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) {
  return { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content, ...more }
}

export const CALL: Readonly<Record<string, unknown>> = {
  id: 'fc_1',
  type: 'function_call',
  status: 'completed',
  call_id: 'call_1',
  name: 'search',
  arguments: '{"q":"canary-arguments"}',
}

export const FAILED: Readonly<Record<string, unknown>> = {
  status: 'failed',
  error: { code: 'server_error', message: 'The model is overloaded.' },
  usage: null,
}

export const INCOMPLETE: Readonly<Record<string, unknown>> = {
  status: 'incomplete',
  incomplete_details: { reason: 'max_output_tokens' },
}

/** What a stream begins with, up to the first item. */
export const OPENING: readonly unknown[] = [
  {
    type: 'response.created',
    sequence_number: 0,
    response: response([], { status: 'in_progress', usage: null, service_tier: 'auto' }),
  },
  {
    type: 'response.in_progress',
    sequence_number: 1,
    response: response([], { status: 'in_progress', usage: null, service_tier: 'auto' }),
  },
  {
    type: 'response.output_item.added',
    sequence_number: 2,
    output_index: 0,
    item: message([], { status: 'in_progress' }),
  },
  {
    type: 'response.content_part.added',
    sequence_number: 3,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    part: { type: 'output_text', text: '', annotations: [] },
  },
]

export function piece(delta: string, sequence_number = 4): unknown {
  return {
    type: 'response.output_text.delta',
    sequence_number,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    delta,
  }
}

/** `Yes` in two pieces, with an event and an item that nobody knows, and the whole at the end. */
export const YES_EVENTS: readonly unknown[] = [
  ...OPENING,
  piece('Y', 4),
  { type: 'response.something_new.happened', sequence_number: 5, output_index: 0, item_id: 'x' },
  piece('es', 6),
  {
    type: 'response.output_text.done',
    sequence_number: 7,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    text: 'Yes',
  },
  { type: 'response.output_item.done', sequence_number: 8, output_index: 0, item: said('Yes') },
  { type: 'response.completed', sequence_number: 9, response: response([said('Yes')]) },
]

/** The last event of a stream that ends in another way than completed. */
export function ending(status: 'failed' | 'incomplete', whole: unknown): unknown {
  return { type: `response.${status}`, sequence_number: 9, response: whole }
}
