import { isDeepStrictEqual } from 'node:util'

import { SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import type { Case } from './cases.ts'
import { isWhole } from './delivery.ts'
import type { Played } from './play.ts'

/** What is wrong with what a case showed, in words; nothing if all is well. */
export function faultsOf(one: Case, { bare, diagnostics, open, spans, traced }: Played): string[] {
  const [span] = spans
  return [
    ...(isDeepStrictEqual(bare, traced) ? [] : ['the application sees something else']),
    ...diagnostics.map((line) => `said: ${line}`),
    ...(open === 0 ? [] : [`${open} spans are open`]),
    ...(spans.length === 1 ? [] : [`${spans.length} spans`]),
    ...(span ? [...faultsOfSpan(span), ...faultsOfTold(one, span)] : []),
  ]
}

function faultsOfSpan({ attributes, status }: ReadableSpan): string[] {
  const failed = attributes['error.type']
  const reasons = attributes['gen_ai.response.finish_reasons']
  const counts = Object.entries(attributes).filter(([key]) => key.startsWith('gen_ai.usage.'))
  return [
    ...((failed === undefined) === (status.code === SpanStatusCode.UNSET)
      ? []
      : [`error.type ${String(failed)} with status ${status.code}`]),
    ...(failed === undefined || /^[\w.-]{1,64}$/.test(String(failed))
      ? []
      : [`error.type ${String(failed)}`]),
    ...(reasons === undefined || (Array.isArray(reasons) && reasons.every(isSomeText))
      ? []
      : [`finish reasons ${JSON.stringify(reasons)}`]),
    ...counts
      .filter(([, count]) => !Number.isInteger(count) || Number(count) < 0)
      .map(([key, count]) => `${key} ${String(count)}`),
    ...(failed === undefined || attributes['llmops.output.valid'] === undefined
      ? []
      : ['a verdict on a failed call']),
  ]
}

function isSomeText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/** What arrived whole and was read whole has to be told as it was. */
function faultsOfTold({ answer, delivery, way }: Case, { attributes }: ReadableSpan): string[] {
  if (!isWhole(delivery) || way === 'break' || way === 'asResponse') return []
  const { finish, input, output } = answer.told
  const told = {
    finish: attributes['gen_ai.response.finish_reasons'],
    input: attributes['gen_ai.usage.input_tokens'],
    output: attributes['gen_ai.usage.output_tokens'],
  }
  return isDeepStrictEqual(told, { finish, input, output })
    ? []
    : [`tells ${JSON.stringify(told)} of ${JSON.stringify(answer.told)}`]
}
