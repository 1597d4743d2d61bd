// oxlint-disable oxc/no-map-spread -- small data, made once a case
import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  shuffledSubarray,
  tuple,
} from 'fast-check'

import type { Answer } from './answers.ts'
import { id, maybe, model, piecesOf, tokens, toolArguments, words } from './values.ts'

/** Details are parts of the totals, as the API counts. */
export const usage: Arbitrary<Readonly<Record<string, unknown>>> = tuple(
  tokens,
  tokens,
  tokens,
  tokens,
).chain(([input, output, part, other]) =>
  record(
    {
      prompt_tokens: constant(input),
      completion_tokens: constant(output),
      total_tokens: constant(input + output),
      prompt_tokens_details: maybe(
        constant({
          cached_tokens: Math.min(part, input),
          audio_tokens: 0,
          cache_write_tokens: null,
        }),
      ),
      completion_tokens_details: maybe(
        constant({ reasoning_tokens: Math.min(other, output), accepted_prediction_tokens: 0 }),
      ),
    },
    { requiredKeys: ['prompt_tokens', 'completion_tokens', 'total_tokens'] },
  ),
)

const finish = constantFrom('stop', 'length', 'tool_calls', 'content_filter', 'function_call')

const called = oneof(
  record({ name: constantFrom('search', 'f'), arguments: toolArguments }).map((named) => ({
    type: 'function',
    function: named,
  })),
  record({ name: constantFrom('patch', 'g'), input: words }).map((custom) => ({
    type: 'custom',
    custom,
  })),
)
const toolCall = tuple(id, called).map(([callId, call]) => ({ id: callId, ...call }))

const message = record(
  {
    role: constant('assistant'),
    content: maybe(words),
    refusal: maybe(words),
    tool_calls: array(toolCall, { maxLength: 3 }),
    function_call: record({ name: constant('old'), arguments: toolArguments }),
    annotations: array(constant({ type: 'url_citation', url_citation: { url: 'https://e.x' } })),
    audio: maybe(
      record({ id, data: constant('AAAA'), transcript: words, expires_at: constant(1) }),
    ),
    reasoning_content: words,
  },
  { requiredKeys: ['role'] },
)

function identity(object: string): Arbitrary<Readonly<Record<string, unknown>>> {
  return record(
    {
      id,
      object: constant(object),
      created: constant(1_700_000_000),
      model,
      service_tier: maybe(constantFrom('default', 'flex')),
      system_fingerprint: maybe(constant('fp_1')),
      obfuscation: words,
    },
    { requiredKeys: ['id', 'object', 'created', 'model'] },
  )
}

const plain: Arbitrary<Answer> = tuple(
  identity('chat.completion'),
  array(tuple(message, finish), { minLength: 1, maxLength: 3 }),
  option(usage),
).map(([rest, choices, used]) => ({
  body: {
    ...rest,
    choices: choices.map(([said, reason], index) => ({
      index,
      message: said,
      finish_reason: reason,
      logprobs: null,
    })),
    ...(used && { usage: used }),
  },
  events: undefined,
  told: told(
    choices.map(([, reason]) => reason),
    used,
  ),
}))

function told(
  reasons: readonly string[],
  used: Readonly<Record<string, unknown>> | null,
): Answer['told'] {
  return {
    finish: reasons,
    input: used?.['prompt_tokens'] as number | undefined,
    output: used?.['completion_tokens'] as number | undefined,
  }
}

/** The deltas of one choice, in their order: role, pieces of one or more kinds, the end. */
const deltas: Arbitrary<readonly unknown[]> = tuple(
  piecesOf(words),
  option(piecesOf(words)),
  array(tuple(id, piecesOf(toolArguments)), { maxLength: 2 }),
  integer({ min: 0, max: 1 }),
).map(([content, refusal, calls, first]) => [
  { role: 'assistant', content: '' },
  ...content.map((piece) => ({ content: piece })),
  ...(refusal ?? []).map((piece) => ({ refusal: piece })),
  ...calls.flatMap(([callId, pieces], index) => [
    {
      tool_calls: [
        {
          index: index + first,
          id: callId,
          type: 'function',
          function: { name: 'f', arguments: '' },
        },
      ],
    },
    ...pieces.map((piece) => ({
      tool_calls: [{ index: index + first, function: { arguments: piece } }],
    })),
  ]),
])

const AZURE_FIRST = {
  choices: [],
  created: 0,
  id: '',
  model: '',
  object: '',
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
}

const streamed: Arbitrary<Answer> = tuple(
  identity('chat.completion.chunk'),
  array(tuple(deltas, finish), { minLength: 1, maxLength: 2 }),
  option(usage),
  boolean(),
  boolean(),
).map(([rest, choices, used, azure, interleaved]) => {
  const whole = (choice: unknown): unknown => ({
    ...rest,
    choices: [choice],
    ...(used && { usage: null }),
  })
  const lanes = choices.map(([steps, reason], index) => [
    ...steps.map((delta) => whole({ index, delta, finish_reason: null, logprobs: null })),
    whole({ index, delta: {}, finish_reason: reason }),
  ])
  return {
    body: undefined,
    events: [
      ...(azure ? [AZURE_FIRST] : []),
      ...(interleaved ? inTurn(lanes) : lanes.flat()),
      ...(used ? [{ ...rest, choices: [], usage: used }] : []),
    ],
    told: told(
      choices.map(([, reason]) => reason),
      used,
    ),
  }
})

function inTurn(lanes: readonly (readonly unknown[])[]): unknown[] {
  const longest = Math.max(...lanes.map(({ length }) => length))
  return Array.from({ length: longest }, (_, step) =>
    lanes.flatMap((lane) => lane.slice(step, step + 1)),
  ).flat()
}

export const chatAnswers: Arbitrary<Answer> = oneof(plain, streamed)

/** `text_completion`: the API of old, whose chunks look like its answers. */
export const completionsAnswers: Arbitrary<Answer> = tuple(
  identity('text_completion'),
  piecesOf(words),
  constantFrom('stop', 'length', 'content_filter'),
  option(usage),
  boolean(),
).map(([rest, pieces, reason, used, stream]) => {
  const part = (text: string, finish_reason: string | null): unknown => ({
    ...rest,
    choices: [{ index: 0, text, finish_reason, logprobs: null }],
    ...(used && { usage: stream ? null : used }),
  })
  return {
    body: stream ? undefined : part(pieces.join(''), reason),
    events: stream
      ? [
          ...pieces.map((piece) => part(piece, null)),
          part('', reason),
          ...(used ? [{ ...rest, choices: [], usage: used }] : []),
        ]
      : undefined,
    told: told([reason], used),
  }
})

/** Vectors as numbers or base64, as asked. */
export const embeddingsAnswers: Arbitrary<Answer> = tuple(
  model,
  array(oneof(constant([0.1, -1, 0]), constant('AACAPw==')), { minLength: 1, maxLength: 3 }),
  tokens,
  shuffledSubarray(['usage'], { minLength: 0 }),
).map(([name, vectors, count, kept]) => ({
  body: {
    object: 'list',
    model: name,
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    ...(kept.length > 0 && { usage: { prompt_tokens: count, total_tokens: count } }),
  },
  events: undefined,
  told: { finish: undefined, input: kept.length > 0 ? count : undefined, output: undefined },
}))
