/** What servers say over a socket, in the shapes of the API's reference. */

const USAGE = {
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 4, cache_write_tokens: 0 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 14,
}

/** The events of a response of the Responses API that says `said`. */
export function responseEvents(id: string, said: string, lane?: string): object[] {
  const response = (status: string, more: object = {}): object => ({
    id,
    object: 'response',
    model: 'gpt-4o-2024-08-06',
    status,
    service_tier: 'default',
    metadata: {},
    output: [],
    ...more,
  })
  const item = { id: `msg_${id}`, type: 'message', role: 'assistant' }
  const content = [{ type: 'output_text', text: said, annotations: [] }]
  const output = [{ ...item, status: 'completed', content }]
  const events = [
    { type: 'response.created', response: response('in_progress') },
    { type: 'response.in_progress', response: response('in_progress') },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    },
    ...[said.slice(0, 1), said.slice(1)].map((delta) => ({
      type: 'response.output_text.delta',
      item_id: item.id,
      output_index: 0,
      content_index: 0,
      delta,
    })),
    { type: 'response.output_item.done', output_index: 0, item: output[0] },
    { type: 'response.completed', response: response('completed', { output, usage: USAGE }) },
  ]
  return events.map((event, sequence_number) =>
    Object.assign(event, { sequence_number }, lane !== undefined && { stream_id: lane }),
  )
}

export const SESSION: object = {
  type: 'session.created',
  event_id: 'event_1',
  session: {
    id: 'sess_1',
    object: 'realtime.session',
    type: 'realtime',
    model: 'gpt-realtime-2025-08-28',
    output_modalities: ['audio'],
    instructions: 'canary-instructions: be brief',
    tools: [{ type: 'function', name: 'search', description: 'canary-tool', parameters: {} }],
  },
}

const REALTIME_USAGE = {
  total_tokens: 253,
  input_tokens: 132,
  output_tokens: 121,
  input_token_details: {
    text_tokens: 119,
    audio_tokens: 13,
    image_tokens: 0,
    cached_tokens: 64,
    cached_tokens_details: { text_tokens: 64, audio_tokens: 0, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 30, audio_tokens: 91 },
}

export interface RealtimeOptions {
  readonly said?: string
  readonly metadata?: object | null
  readonly status?: string
  readonly details?: object
}

/** The events of a response of Realtime that speaks. */
export function realtimeEvents(id: string, options: RealtimeOptions = {}): object[] {
  const { details = { type: 'completed' }, metadata = null, said = 'Yes', status } = options
  const response = (more: object): object => ({
    object: 'realtime.response',
    id,
    conversation_id: 'conv_1',
    metadata,
    output_modalities: ['audio'],
    ...more,
  })
  const place = { response_id: id, item_id: `item_${id}`, output_index: 0, content_index: 0 }
  const item = { id: place.item_id, type: 'message', role: 'assistant' }
  const output = [{ ...item, content: [{ type: 'output_audio', transcript: said }] }]
  return [
    {
      type: 'response.created',
      response: response({ status: 'in_progress', output: [], usage: null }),
    },
    {
      type: 'response.output_item.added',
      response_id: id,
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    },
    { type: 'response.output_audio_transcript.delta', ...place, delta: said },
    { type: 'response.output_audio.delta', ...place, delta: 'AAAA' },
    { type: 'response.output_item.done', response_id: id, output_index: 0, item: output[0] },
    {
      type: 'response.done',
      response: response({
        status: status ?? 'completed',
        status_details: details,
        output,
        usage: REALTIME_USAGE,
      }),
    },
  ].map((event, index) => Object.assign(event, { event_id: `event_${id}_${index}` }))
}
