import { ATTR_GEN_AI_OPERATION_NAME } from '@kansoku/core/semconv'
import { diag } from '@opentelemetry/api'

import type { PipelinePolicy } from './pipeline-policy.ts'
import { finishEnvelope } from './rows/finish-envelope.ts'
import { ATTR_LOG_SAMPLE_RATE } from './rows/tables.ts'

/**
 * The body of a track request with its GenAI envelopes finished. A body that is none of that shape goes on
 * untouched: losing a row is worse than a plain one. No redaction here, ever: what goes to disk when the
 * endpoint is down is the envelope *before* this policy.
 */
export function finishBody(body: string): string {
  // Batches of metrics and logs never pay for a parse, unless sampling has something to say in them.
  if (!hasCalls(body) && !body.includes(ATTR_LOG_SAMPLE_RATE)) return body
  try {
    const envelopes: unknown = JSON.parse(body)
    return Array.isArray(envelopes) ? JSON.stringify(envelopes.map(finishEnvelope)) : body
  } catch {
    diag.warn('kansoku: a batch could not be read and was sent as the exporter made it')
    return body
  }
}

function hasCalls(body: string): boolean {
  return body.includes(ATTR_GEN_AI_OPERATION_NAME) && body.includes('RemoteDependencyData')
}

/** Finishes envelopes on their way out of the exporter, before retries and compression. */
export const envelopePolicy: PipelinePolicy = {
  name: 'kansokuEnvelopePolicy',
  sendRequest: (request, next) => {
    if (typeof request.body === 'string') request.body = finishBody(request.body)
    return next(request)
  },
}
