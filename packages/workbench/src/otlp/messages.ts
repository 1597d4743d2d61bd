/** What is left of OTLP's messages once they are decoded: ids in hexadecimal, 64-bit numbers as text. */

export interface AnyValue {
  readonly stringValue?: string
  readonly boolValue?: boolean
  readonly intValue?: string
  readonly doubleValue?: number
  readonly arrayValue?: { readonly values: readonly AnyValue[] }
  readonly kvlistValue?: { readonly values: readonly KeyValue[] }
  readonly bytesValue?: string
}

export interface KeyValue {
  readonly key?: string
  readonly value?: AnyValue
}

export interface Scope {
  readonly name?: string
  readonly version?: string
}

export interface Resource {
  readonly attributes: readonly KeyValue[]
}

export interface Span {
  readonly traceId?: string
  readonly spanId?: string
  readonly parentSpanId?: string
  readonly name?: string
  readonly kind?: number
  readonly startTimeUnixNano?: string
  readonly endTimeUnixNano?: string
  readonly attributes: readonly KeyValue[]
  readonly droppedAttributesCount?: number
  readonly events: readonly SpanEvent[]
  readonly droppedEventsCount?: number
  readonly links: readonly SpanLink[]
  readonly droppedLinksCount?: number
  readonly status?: { readonly code?: number; readonly message?: string }
}

export interface SpanEvent {
  readonly timeUnixNano?: string
  readonly name?: string
  readonly attributes: readonly KeyValue[]
}

export interface SpanLink {
  readonly traceId?: string
  readonly spanId?: string
  readonly attributes: readonly KeyValue[]
}

export interface LogRecord {
  readonly timeUnixNano?: string
  readonly observedTimeUnixNano?: string
  readonly severityNumber?: number
  readonly severityText?: string
  readonly body?: AnyValue
  readonly attributes: readonly KeyValue[]
  readonly droppedAttributesCount?: number
  readonly traceId?: string
  readonly spanId?: string
  readonly eventName?: string
}

export interface Metric {
  readonly name?: string
  readonly description?: string
  readonly unit?: string
  readonly gauge?: Points<NumberPoint>
  readonly sum?: Points<NumberPoint>
  readonly histogram?: Points<SummedPoint>
  readonly exponentialHistogram?: Points<SummedPoint>
  readonly summary?: Points<SummedPoint>
}

export interface Points<Each> {
  readonly dataPoints: readonly Each[]
}

interface Point {
  readonly startTimeUnixNano?: string
  readonly timeUnixNano?: string
  readonly attributes: readonly KeyValue[]
  /** 1 where nothing was measured: there is no value then. */
  readonly flags?: number
}

export interface NumberPoint extends Point {
  readonly asDouble?: number
  readonly asInt?: string
}

export interface SummedPoint extends Point {
  readonly count?: string
  readonly sum?: number
  readonly min?: number
  readonly max?: number
}

/** The body of each path. */
export interface Requests {
  readonly ExportTraceServiceRequest: {
    readonly resourceSpans: readonly {
      readonly resource?: Resource
      readonly scopeSpans: readonly { readonly scope?: Scope; readonly spans: readonly Span[] }[]
    }[]
  }
  readonly ExportLogsServiceRequest: {
    readonly resourceLogs: readonly {
      readonly resource?: Resource
      readonly scopeLogs: readonly {
        readonly scope?: Scope
        readonly logRecords: readonly LogRecord[]
      }[]
    }[]
  }
  readonly ExportMetricsServiceRequest: {
    readonly resourceMetrics: readonly {
      readonly resource?: Resource
      readonly scopeMetrics: readonly {
        readonly scope?: Scope
        readonly metrics: readonly Metric[]
      }[]
    }[]
  }
}
