import { format } from 'node:util'

import { diag, type DiagLogger, type DiagLogLevel } from '@opentelemetry/api'

const write = (message: string, ...values: unknown[]): void => {
  process.stderr.write(`${format(message, ...values)}\n`)
}

const stderrLogger: DiagLogger = {
  error: write,
  warn: write,
  info: write,
  debug: write,
  verbose: write,
}

/**
 * Sends OpenTelemetry's own messages to stderr while `build` runs and from then on. NodeSDK's constructor
 * would install a logger that prints `info` and `debug` to stdout, which belongs to the application.
 */
export function diagToStderr<T>(level: DiagLogLevel | undefined, build: () => T): T {
  if (level === undefined) return build()
  diag.setLogger(stderrLogger, { logLevel: level, suppressOverrideMessage: true })
  const before = process.env['OTEL_LOG_LEVEL']
  delete process.env['OTEL_LOG_LEVEL']
  try {
    return build()
  } finally {
    if (before !== undefined) process.env['OTEL_LOG_LEVEL'] = before
  }
}
