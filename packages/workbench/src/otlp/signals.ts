/** Each signal's path, what its request is called, and what JSON calls the items that were rejected. */
export const signals = [
  { path: '/v1/traces', request: 'ExportTraceServiceRequest', rejected: 'rejectedSpans' },
  { path: '/v1/logs', request: 'ExportLogsServiceRequest', rejected: 'rejectedLogRecords' },
  { path: '/v1/metrics', request: 'ExportMetricsServiceRequest', rejected: 'rejectedDataPoints' },
] as const

export type Signal = (typeof signals)[number]
