import { gzipSync } from 'node:zlib'

import {
  assert,
  asyncProperty,
  constantFrom,
  json,
  nat,
  oneof,
  record,
  uint8Array,
} from 'fast-check'
import { describe, expect, it } from 'vitest'

import { callEnvelope, envelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'

/** `KANSOKU_MALFORMED=100000` for the long proof. */
const COUNT = Number(process.env['KANSOKU_MALFORMED'] ?? 150)

const good = JSON.stringify([
  callEnvelope('a'),
  envelope('MessageData', { message: '天気は?' }),
  envelope('MetricData', { metrics: [{ name: 'm', value: 1 }] }),
])

/** A good body with some bytes replaced or cut out. */
const damaged = record({
  at: nat(good.length),
  length: nat(8),
  by: uint8Array({ maxLength: 8 }),
}).map(({ at, length, by }) => {
  const bytes = Buffer.from(good)
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)])
})

const bodies = oneof(
  damaged,
  damaged.map((body) => gzipSync(body)),
  json().map((text) => Buffer.from(text)),
  uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
)

const headers = constantFrom(
  {},
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'deflate' },
  { 'content-type': 'application/x-json-stream' },
)

describe('whatever comes as a body', () => {
  it(
    'is answered in the shape of the protocol, with a status that fits, and the workbench lives on',
    async () => {
      const { url } = await testWorkbench()
      await assert(
        asyncProperty(bodies, headers, async (body, sent) => {
          const answer = await post(url, body, sent)
          const { itemsReceived, itemsAccepted, errors } = answer.body as {
            itemsReceived: number
            itemsAccepted: number
            errors: { index: number; statusCode: number; message: string }[]
          }
          const fits = {
            200: itemsAccepted > 0 && errors.length === 0,
            206: itemsAccepted > 0 && errors.length > 0,
            400: itemsAccepted === 0 && errors.length > 0,
          }[answer.status]
          expect([answer.status, fits]).toEqual([answer.status, true])
          // A body that could not be read as a whole has no items, and one error.
          expect(itemsAccepted + errors.length).toBe(Math.max(itemsReceived, 1))
        }),
        { numRuns: COUNT },
      )
      expect(await post(url, [callEnvelope('the last')])).toMatchObject({ status: 200 })
    },
    20_000 + COUNT * 20,
  )
})
