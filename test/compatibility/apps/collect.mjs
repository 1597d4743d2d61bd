/** What the SDK hands over, collected by plain objects that both generations of it take, and printed at the end. */
const spans = []
const events = []
const metrics = []
let open = 0

export const spanProcessor = {
  onStart: () => {
    open += 1
  },
  onEnd: ({ attributes, instrumentationScope, kind, name, status }) => {
    open -= 1
    spans.push({ name, kind, scope: instrumentationScope.name, status, attributes })
  },
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
}

export const logRecordProcessor = {
  onEmit: ({ attributes, eventName, severityNumber, spanContext }) => {
    events.push({ eventName, severityNumber, attributes, inSpan: spanContext !== undefined })
  },
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
}

export const metricExporter = {
  export: ({ scopeMetrics }, done) => {
    for (const { descriptor, dataPoints } of scopeMetrics.flatMap((scope) => scope.metrics))
      for (const { attributes, value } of dataPoints)
        metrics.push({ name: descriptor.name, value: value.count ?? value, attributes })
    done({ code: 0 })
  },
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
}

/** Lines of `diag` from warnings on, in the form of a `DiagLogger`. */
const diagnostics = []
const note = (...args) => void diagnostics.push(args.map(String).join(' '))
const ignore = () => undefined
export const diagLogger = { error: note, warn: note, info: ignore, debug: ignore, verbose: ignore }

/** Prints everything as one line of JSON when the application is done. */
export function printAtExit(sdk) {
  process.once('beforeExit', async () => {
    await sdk.shutdown()
    console.log(JSON.stringify({ spans, events, metrics, open, diagnostics }))
  })
}
