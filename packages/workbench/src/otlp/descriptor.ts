import type { INamespace } from 'protobufjs'

import type { Requests } from './messages.ts'

/**
 * Field numbers of opentelemetry-proto 1.x (opentelemetry/proto/{collector,common,logs,metrics,resource,trace}) and of
 * google/rpc/status.proto: what this end reads and writes of them, fields that nothing here needs left out. A reader of
 * protobuf skips what it does not know.
 */

type Fields = Readonly<Record<string, readonly [type: string, id: number, rule?: 'repeated']>>

const list = (type: string, id: number): readonly [string, number, 'repeated'] => [
  type,
  id,
  'repeated',
]

const messages: Readonly<Record<string, Fields>> = {
  AnyValue: {
    stringValue: ['string', 1],
    boolValue: ['bool', 2],
    intValue: ['int64', 3],
    doubleValue: ['double', 4],
    arrayValue: ['ArrayValue', 5],
    kvlistValue: ['KeyValueList', 6],
    bytesValue: ['bytes', 7],
  },
  ArrayValue: { values: list('AnyValue', 1) },
  KeyValueList: { values: list('KeyValue', 1) },
  KeyValue: { key: ['string', 1], value: ['AnyValue', 2] },
  InstrumentationScope: { name: ['string', 1], version: ['string', 2] },
  Resource: { attributes: list('KeyValue', 1) },

  ExportTraceServiceRequest: { resourceSpans: list('ResourceSpans', 1) },
  ResourceSpans: { resource: ['Resource', 1], scopeSpans: list('ScopeSpans', 2) },
  ScopeSpans: { scope: ['InstrumentationScope', 1], spans: list('Span', 2) },
  Span: {
    traceId: ['bytes', 1],
    spanId: ['bytes', 2],
    parentSpanId: ['bytes', 4],
    name: ['string', 5],
    kind: ['int32', 6],
    startTimeUnixNano: ['fixed64', 7],
    endTimeUnixNano: ['fixed64', 8],
    attributes: list('KeyValue', 9),
    droppedAttributesCount: ['uint32', 10],
    events: list('Event', 11),
    droppedEventsCount: ['uint32', 12],
    links: list('Link', 13),
    droppedLinksCount: ['uint32', 14],
    status: ['SpanStatus', 15],
  },
  Event: { timeUnixNano: ['fixed64', 1], name: ['string', 2], attributes: list('KeyValue', 3) },
  Link: { traceId: ['bytes', 1], spanId: ['bytes', 2], attributes: list('KeyValue', 4) },
  SpanStatus: { message: ['string', 2], code: ['int32', 3] },

  ExportLogsServiceRequest: { resourceLogs: list('ResourceLogs', 1) },
  ResourceLogs: { resource: ['Resource', 1], scopeLogs: list('ScopeLogs', 2) },
  ScopeLogs: { scope: ['InstrumentationScope', 1], logRecords: list('LogRecord', 2) },
  LogRecord: {
    timeUnixNano: ['fixed64', 1],
    severityNumber: ['int32', 2],
    severityText: ['string', 3],
    body: ['AnyValue', 5],
    attributes: list('KeyValue', 6),
    droppedAttributesCount: ['uint32', 7],
    traceId: ['bytes', 9],
    spanId: ['bytes', 10],
    observedTimeUnixNano: ['fixed64', 11],
    eventName: ['string', 12],
  },

  ExportMetricsServiceRequest: { resourceMetrics: list('ResourceMetrics', 1) },
  ResourceMetrics: { resource: ['Resource', 1], scopeMetrics: list('ScopeMetrics', 2) },
  ScopeMetrics: { scope: ['InstrumentationScope', 1], metrics: list('Metric', 2) },
  Metric: {
    name: ['string', 1],
    description: ['string', 2],
    unit: ['string', 3],
    gauge: ['Numbers', 5],
    sum: ['Numbers', 7],
    histogram: ['Histogram', 9],
    exponentialHistogram: ['ExponentialHistogram', 10],
    summary: ['Summary', 11],
  },
  Numbers: { dataPoints: list('NumberDataPoint', 1) },
  NumberDataPoint: {
    startTimeUnixNano: ['fixed64', 2],
    timeUnixNano: ['fixed64', 3],
    asDouble: ['double', 4],
    asInt: ['sfixed64', 6],
    attributes: list('KeyValue', 7),
    flags: ['uint32', 8],
  },
  Histogram: { dataPoints: list('HistogramDataPoint', 1) },
  HistogramDataPoint: {
    startTimeUnixNano: ['fixed64', 2],
    timeUnixNano: ['fixed64', 3],
    count: ['fixed64', 4],
    sum: ['double', 5],
    attributes: list('KeyValue', 9),
    flags: ['uint32', 10],
    min: ['double', 11],
    max: ['double', 12],
  },
  ExponentialHistogram: { dataPoints: list('ExponentialHistogramDataPoint', 1) },
  ExponentialHistogramDataPoint: {
    attributes: list('KeyValue', 1),
    startTimeUnixNano: ['fixed64', 2],
    timeUnixNano: ['fixed64', 3],
    count: ['fixed64', 4],
    sum: ['double', 5],
    flags: ['uint32', 10],
    min: ['double', 12],
    max: ['double', 13],
  },
  Summary: { dataPoints: list('SummaryDataPoint', 1) },
  SummaryDataPoint: {
    startTimeUnixNano: ['fixed64', 2],
    timeUnixNano: ['fixed64', 3],
    count: ['fixed64', 4],
    sum: ['double', 5],
    attributes: list('KeyValue', 7),
  },

  /** Of each signal the same: what was rejected has number 1, whatever it is called. */
  PartialSuccess: { rejected: ['int64', 1], errorMessage: ['string', 2] },
  ExportResponse: { partialSuccess: ['PartialSuccess', 1] },
  RpcStatus: { code: ['int32', 1], message: ['string', 2] },
}

/** The messages that are whole bodies. */
export type MessageName = keyof Requests | 'ExportResponse' | 'RpcStatus'

/** Alternatives of which a message has one. */
const choices: Readonly<Record<string, readonly string[]>> = {
  AnyValue: Object.keys(messages['AnyValue'] ?? {}),
  NumberDataPoint: ['asDouble', 'asInt'],
}

/** For `Root.fromJSON` of protobufjs. */
export const descriptor: INamespace = {
  nested: Object.fromEntries(
    Object.entries(messages).map(([name, fields]) => {
      const oneof = choices[name]
      return [
        name,
        {
          fields: Object.fromEntries(
            Object.entries(fields).map(([field, [type, id, rule]]) => [
              field,
              { type, id, ...(rule && { rule }) },
            ]),
          ),
          ...(oneof && { oneofs: { choice: { oneof: [...oneof] } } }),
        },
      ]
    }),
  ),
}
