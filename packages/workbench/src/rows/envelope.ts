import type { LogAnalyticsTable } from '@kansoku/log-analytics'

import type { BaseType } from './base-type.ts'
import { dependency } from './dependency.ts'
import { event } from './event.ts'
import { exception } from './exception.ts'
import { FieldProblem, finiteNumber, nonEmptyText, object, optional, type Field } from './field.ts'
import { message } from './message.ts'
import { metric } from './metric.ts'
import { request } from './request.ts'
import { fillRow, type Row } from './row.ts'
import { contextColumns } from './tags.ts'
import { timeGenerated, timestamp } from './time.ts'

/** The envelope types that are stored, and the table of each. */
const baseTypes: ReadonlyMap<string, BaseType<LogAnalyticsTable>> = new Map<
  string,
  BaseType<LogAnalyticsTable>
>([
  ['EventData', event],
  ['ExceptionData', exception],
  ['MessageData', message],
  ['MetricData', metric],
  ['RemoteDependencyData', dependency],
  ['RequestData', request],
])

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function instrumentationKey(value: unknown, at: string): string {
  if (typeof value !== 'string' || !UUID.test(value)) {
    throw new FieldProblem(`${at} must be an instrumentation key (a UUID)`)
  }
  return value
}

/** Per cent of the items that were kept. Below 1e-7 the weight of one row would not fit an int column. */
function sampleRate(value: unknown, at: string): number {
  const rate = finiteNumber(value, at)
  if (rate < 1e-7 || rate > 100) throw new FieldProblem(`${at} must be above 0 and at most 100`)
  return rate
}

function baseType(value: unknown, at: string): BaseType<LogAnalyticsTable> {
  const name = nonEmptyText(100)(value, at)
  const known = baseTypes.get(name)
  if (known === undefined) {
    throw new FieldProblem(
      `${at} '${name}' is unknown; known are ${[...baseTypes.keys()].join(', ')}`,
    )
  }
  return known
}

const unread: Field<unknown> = (value) => value

const fields = object({
  name: nonEmptyText(1024),
  time: timestamp,
  sampleRate: optional(sampleRate, 100),
  iKey: instrumentationKey,
  tags: (value, at) => contextColumns(value ?? {}, at),
  data: object({ baseType, baseData: unread }),
})

/**
 * One envelope of the ingestion protocol as the row that Azure would store.
 *
 * @throws FieldProblem naming the field that is wrong
 */
export function envelopeToRow(value: unknown, received: bigint): Row {
  const envelope = fields(value, 'envelope')
  const { table, columns } = envelope.data.baseType
  return fillRow(table, {
    ...envelope.tags,
    TimeGenerated: timeGenerated(envelope.time, received),
    ItemCount: Math.round(100 / envelope.sampleRate),
    IKey: envelope.iKey,
    Type: table,
    ...columns(envelope.data.baseData, 'data.baseData'),
  })
}

/** The row of an envelope, or what is wrong with it. */
export function rowOrProblem(value: unknown, received: bigint): Row | string {
  try {
    return envelopeToRow(value, received)
  } catch (error) {
    if (error instanceof FieldProblem) return error.message
    throw error
  }
}
