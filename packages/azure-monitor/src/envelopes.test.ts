import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'

import { createEnvelopeMapping } from './envelopes.ts'
import { spanOf } from './testing/spans.ts'

const label = (value: string): ReadableSpan =>
  spanOf({ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 41, label: value })

it('gives each export its own envelopes, the mapping of the row done', async () => {
  const { ofSpans } = createEnvelopeMapping('11111111-1111-4111-8111-111111111111')
  const all = await Promise.all([ofSpans([label('a')]), ofSpans([label('b')])])
  const rows = all.map((envelopes) =>
    (envelopes as { iKey: string; data: { baseType: string; baseData: object } }[]).filter(
      ({ data }) => data.baseType === 'RemoteDependencyData',
    ),
  )
  expect(rows).toEqual(
    ['a', 'b'].map((value) => [
      expect.objectContaining({
        iKey: '11111111-1111-4111-8111-111111111111',
        data: {
          baseType: 'RemoteDependencyData',
          baseData: expect.objectContaining({
            name: 'chat gpt-4o',
            properties: expect.objectContaining({ label: value }),
            measurements: expect.objectContaining({ 'gen_ai.usage.input_tokens': 41 }),
          }),
        },
      }),
    ]),
  )
})

it('takes no key that is none', () => {
  expect(() => createEnvelopeMapping('secret')).toThrow(
    "'secret' is no instrumentation key: give a UUID",
  )
})
