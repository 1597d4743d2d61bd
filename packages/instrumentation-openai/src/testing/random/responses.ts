// oxlint-disable oxc/no-map-spread -- small data, made once a case
import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  oneof,
  option,
  record,
  tuple,
} from 'fast-check'

import type { Answer } from './answers.ts'
import { id, maybe, model, piecesOf, tokens, toolArguments, unheardOf, words } from './values.ts'

type Item = Readonly<Record<string, unknown>>

const usage = tuple(tokens, tokens, tokens, tokens).map(([input, output, part, other]) => ({
  input_tokens: input,
  output_tokens: output,
  total_tokens: input + output,
  input_tokens_details: { cached_tokens: Math.min(part, input) },
  output_tokens_details: { reasoning_tokens: Math.min(other, output) },
}))

function item(type: string, members: Record<string, Arbitrary<unknown>>): Arbitrary<Item> {
  return record({ type: constant(type), id, status: constant('completed'), ...members })
}

const action = record({ type: constantFrom('search', 'exec', 'click'), query: words })
const results = option(array(record({ type: constant('text'), text: words }), { maxLength: 2 }))

/** Every kind that the API has, by what the application or the provider does next. */
const ASKING = [
  item('function_call', { call_id: id, name: constant('f'), arguments: toolArguments }),
  item('custom_tool_call', { call_id: id, name: constant('g'), input: words }),
  item('computer_call', { call_id: id, action, pending_safety_checks: constant([]) }),
  item('local_shell_call', { call_id: id, action }),
  item('shell_call', { call_id: id, action }),
  item('apply_patch_call', { call_id: id, operation: action }),
  item('mcp_approval_request', { server_label: words, name: words, arguments: toolArguments }),
]
const TOLD = [
  item('message', {
    role: constant('assistant'),
    content: array(
      oneof(
        record({ type: constant('output_text'), text: words, annotations: constant([]) }),
        record({ type: constant('refusal'), refusal: words }),
        unheardOf,
      ),
      { maxLength: 3 },
    ),
  }),
  item('reasoning', {
    summary: array(record({ type: constant('summary_text'), text: words }), { maxLength: 2 }),
    content: maybe(
      array(record({ type: constant('reasoning_text'), text: words }), { maxLength: 2 }),
    ),
    encrypted_content: maybe(constant('gAAAAAB')),
  }),
  item('web_search_call', { action }),
  item('file_search_call', { queries: array(words, { maxLength: 2 }), results }),
  item('code_interpreter_call', { code: maybe(words), container_id: id, outputs: results }),
  item('image_generation_call', { result: maybe(constant('iVBORw0KGgo=')) }),
  item('mcp_call', {
    server_label: words,
    name: words,
    arguments: toolArguments,
    output: maybe(words),
  }),
  item('mcp_list_tools', {
    server_label: words,
    tools: constant([{ name: 'f', input_schema: {} }]),
  }),
  item('program', { code: words }),
  item('program_output', { output: words }),
  item('compaction', { encrypted_content: constant('gAAAAAB') }),
  unheardOf,
]
/** Whether an item of these waits for the application. */
const items = array(
  oneof(
    { weight: 3, arbitrary: oneof(...TOLD).map((one) => ({ one, asks: false })) },
    { weight: 1, arbitrary: oneof(...ASKING).map((one) => ({ one, asks: true })) },
  ),
  { maxLength: 4 },
)

const end = oneof(
  { weight: 4, arbitrary: constant({ status: 'completed' }) },
  {
    weight: 1,
    arbitrary: constantFrom('max_output_tokens', 'content_filter', 'steered').map((reason) => ({
      status: 'incomplete',
      incomplete_details: { reason },
    })),
  },
  {
    weight: 1,
    arbitrary: constantFrom('server_error', 'rate_limit_exceeded').map((code) => ({
      status: 'failed',
      error: { code, message: 'no' },
    })),
  },
  {
    weight: 1,
    arbitrary: constantFrom('queued', 'in_progress', 'cancelled').map((status) => ({ status })),
  },
)

interface Whole {
  readonly response: Item
  readonly told: Answer['told']
}

const whole: Arbitrary<Whole> = tuple(
  record({ id, model, service_tier: maybe(constant('default')) }),
  items,
  end,
  option(usage),
).map(([rest, output, ended, used]) => ({
  response: {
    object: 'response',
    created_at: 1_700_000_000,
    error: null,
    incomplete_details: null,
    ...rest,
    ...ended,
    output: output.map(({ one }) => one),
    usage: used,
  },
  told: {
    finish: finish(
      ended,
      output.some(({ asks }) => asks),
    ),
    input: used?.input_tokens,
    output: used?.output_tokens,
  },
}))

function finish(
  ended: { readonly status: string; readonly incomplete_details?: { readonly reason: string } },
  asks: boolean,
): string[] | undefined {
  const { incomplete_details: details, status } = ended
  if (details) return [details.reason === 'max_output_tokens' ? 'length' : details.reason]
  if (status === 'completed') return [asks ? 'tool_calls' : 'stop']
  return status === 'failed' || status === 'cancelled' ? ['error'] : undefined
}

const TERMINAL: Readonly<Record<string, string>> = {
  completed: 'response.completed',
  failed: 'response.failed',
  incomplete: 'response.incomplete',
  cancelled: 'response.cancelled',
}

/** The families of deltas, by the item that they build. */
const DELTAS: Readonly<Record<string, string>> = {
  message: 'output_text',
  reasoning: 'reasoning_summary_text',
  function_call: 'function_call_arguments',
  custom_tool_call: 'custom_tool_call_input',
  mcp_call: 'mcp_call_arguments',
  code_interpreter_call: 'code_interpreter_call_code',
  shell_call: 'shell_call_command',
}

function eventsOf({ response }: Whole, pieces: readonly string[], odd: readonly Item[]): unknown[] {
  const opening = { ...response, status: 'in_progress', output: [], usage: null, error: null }
  const output = (response['output'] as readonly Item[]).flatMap((one, output_index) => {
    const family = DELTAS[String(one['type'])]
    const at = { item_id: one['id'], output_index, content_index: 0, summary_index: 0 }
    return [
      {
        type: 'response.output_item.added',
        output_index,
        item: { ...one, content: [], status: 'in_progress' },
      },
      ...(family === undefined
        ? [{ type: `response.${String(one['type'])}.in_progress`, ...at }]
        : pieces.map((delta) => ({ type: `response.${family}.delta`, ...at, delta }))),
      { type: 'response.output_item.done', output_index, item: one },
    ]
  })
  const last = TERMINAL[String(response['status'])]
  return [
    { type: 'response.created', response: opening },
    { type: 'response.in_progress', response: opening },
    ...output,
    ...odd,
    ...(last === undefined ? [] : [{ type: last, response }]),
  ].map((event, sequence_number) => ({ ...event, sequence_number }))
}

export const responsesAnswers: Arbitrary<Answer> = tuple(
  whole,
  piecesOf(words),
  array(unheardOf, { maxLength: 2 }),
  boolean(),
).map(([answer, pieces, odd, stream]) => {
  const { response, told } = answer
  // A stream without its last event is cut, whatever the response was going to be.
  const cut = stream && TERMINAL[String(response['status'])] === undefined
  return {
    body: stream ? undefined : response,
    events: stream ? eventsOf(answer, pieces, odd) : undefined,
    told: cut ? { finish: ['error'], input: undefined, output: undefined } : told,
  }
})
