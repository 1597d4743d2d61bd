import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import { createEnvelopeMapping } from '@kansoku/azure-monitor/envelopes'

import { readBody } from '../ingestion/body.ts'
import type { Reply } from '../ingestion/reply.ts'
import { rowOrProblem } from '../rows/envelope.ts'
import type { Store } from '../store/store.ts'
import { decodeRequest, encode, type Encoding, encodingOf } from './codec.ts'
import { logRecordsOf, type Mapped, metricsOf, spansOf } from './envelopes.ts'
import { type Rejected, sorted, together } from './rejected.ts'
import type { OtlpOptions } from './routes.ts'
import type { Signal } from './signals.ts'

const mapping = createEnvelopeMapping('00000000-0000-0000-0000-000000000000')

/**
 * Takes one body: what can be a row is stored, the rest is counted in the answer.
 *
 * @throws HttpProblem where nothing of it can be read
 */
export async function takeOtlp(
  request: IncomingMessage,
  signal: Signal,
  store: Store,
  { bodyLimit, clock, stored }: OtlpOptions,
): Promise<Reply> {
  const encoding = encodingOf(request.headers['content-type'])
  const body = await readBody(request, bodyLimit)
  const received = BigInt(clock()) * 1000n
  const { envelopes, rejected: unread } = await map(signal, body, encoding)
  const mapped = sorted(envelopes.map((envelope) => rowOrProblem(envelope, received)))
  const rejected = together([unread, mapped.rejected])
  if (mapped.items.length === 0) return reply(signal, rejected, encoding)
  const rows = stored(mapped.items)
  const hash = createHash('sha256').update(`${signal.path}\n`).update(body).digest('hex')
  const told = await store.append({ hash, received, rows, answer: JSON.stringify(rejected) })
  return reply(signal, JSON.parse(told) as Rejected, encoding)
}

function map({ request }: Signal, body: Buffer, encoding: Encoding): Promise<Mapped> {
  switch (request) {
    case 'ExportTraceServiceRequest':
      return spansOf(decodeRequest(request, body, encoding), mapping)
    case 'ExportLogsServiceRequest':
      return logRecordsOf(decodeRequest(request, body, encoding), mapping)
    case 'ExportMetricsServiceRequest':
      return metricsOf(decodeRequest(request, body, encoding), mapping)
    default:
      return request satisfies never
  }
}

function reply({ rejected: name }: Signal, { count, reason }: Rejected, encoding: Encoding): Reply {
  // In protobuf it has a number only, the same for all signals.
  const field = encoding === 'application/json' ? name : 'rejected'
  const partialSuccess = { [field]: String(count), errorMessage: reason }
  const answer = count === 0 ? {} : { partialSuccess }
  return {
    status: 200,
    headers: { 'content-type': encoding },
    bytes: encode('ExportResponse', answer, encoding),
  }
}
