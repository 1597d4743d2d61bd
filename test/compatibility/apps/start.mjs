import { diag, DiagLogLevel } from '@opentelemetry/api'
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { NodeSDK } from '@opentelemetry/sdk-node'

import {
  diagLogger,
  logRecordProcessor,
  metricExporter,
  printAtExit,
  spanProcessor,
} from './collect.mjs'

/** An application's own OpenTelemetry set-up. */
export function start(instrumentations) {
  const sdk = new NodeSDK({
    autoDetectResources: false,
    instrumentations,
    logRecordProcessors: [logRecordProcessor],
    metricReaders: [new PeriodicExportingMetricReader({ exporter: metricExporter })],
    spanProcessors: [spanProcessor],
  })
  sdk.start()
  diag.setLogger(diagLogger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  printAtExit(sdk)
}
