import * as fc from 'fast-check'

import type { Content } from '../apply-content-policy.ts'

/** Texts of the kinds that break cutting: half surrogate pairs, accents, families of emoji, quotes, controls, Japanese. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      '👩‍👩‍👧‍👦',
      '🇯🇵',
      'が',
      'é',
      '東',
      '"',
      '\\',
      '\n',
      '\u0001',
      '\ud83d',
      '\ude00',
      'a',
    ),
    maxLength: 200,
  }),
)

const arbitraryData = (text: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(
    text,
    fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4 }),
      ),
    })).value,
    { maxKeys: 4 },
  )

function arbitraryPart(text: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const data = arbitraryData(text)
  const id = fc.constantFrom('call_1', 'call_2')
  const modality = fc.constantFrom('image', 'audio', 'document')
  return fc.oneof(
    fc.record({ type: fc.constantFrom('text', 'reasoning', 'refusal'), content: text }),
    fc.record({ type: fc.constant('tool_call'), name: text, id, arguments: data }),
    fc.record({ type: fc.constant('tool_call_response'), id, response: fc.oneof(text, data) }),
    fc.record({ type: fc.constant('uri'), modality, uri: text }),
    fc.record({ type: fc.constant('file'), modality, file_id: text }),
    fc.record({ type: fc.constant('generic'), generic_type: text, what: data }),
    fc.record({
      type: fc.constant('server_tool_call'),
      id,
      name: text,
      server_tool_call: data.map((fields) => Object.assign(fields, { type: 'web_search' })),
    }),
  )
}

/** Content of every attribute that there is, made of the given texts. */
export function arbitraryContent(text: fc.Arbitrary<string>): fc.Arbitrary<Content> {
  const data = arbitraryData(text)
  const parts = fc.array(arbitraryPart(text), { maxLength: 5 })
  const property = fc.record({ type: fc.constant('string'), description: text })
  const schema = fc
    .dictionary(text, property, { maxKeys: 5 })
    .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) }))
  const messages = fc.array(
    fc.record(
      { role: fc.constantFrom('system', 'user', 'assistant', 'tool'), parts, name: text },
      { requiredKeys: ['role', 'parts'] },
    ),
    { maxLength: 12 },
  )
  return fc.record(
    {
      'gen_ai.system_instructions': fc.array(
        fc.record({ type: fc.constant('text'), content: text }),
        {
          maxLength: 3,
        },
      ),
      'gen_ai.input.messages': messages,
      'gen_ai.output.messages': messages,
      'gen_ai.tool.definitions': fc.array(
        fc.record({
          type: fc.constant('function'),
          name: text,
          description: text,
          parameters: schema,
        }),
        { maxLength: 4 },
      ),
      'gen_ai.tool.call.arguments': data,
      'gen_ai.tool.call.result': data,
      'gen_ai.retrieval.query.text': text,
      'gen_ai.retrieval.documents': fc.array(
        fc.record({
          id: fc.constant('doc-1'),
          score: fc.double({ min: 0.01, max: 1 }),
          content: text,
        }),
      ),
      'gen_ai.memory.query.text': text,
      'gen_ai.memory.records': fc.array(
        fc.record({ id: fc.constant('m1'), content: data, metadata: data }),
      ),
      'gen_ai.evaluation.explanation': text,
      'gen_ai.prompt.variable.question': text,
    },
    { requiredKeys: [] },
  )
}

/** The same content at each run, for suites that judge it by facts from outside. */
export function sampledContent(count: number): readonly Content[] {
  return fc.sample(arbitraryContent(arbitraryText), { numRuns: count, seed: 4 })
}
