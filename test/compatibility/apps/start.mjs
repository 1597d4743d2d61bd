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

/** An application's own OpenTelemetry set-up; `first` are span processors before the one that collects. */
export function start(instrumentations, first = []) {
  const sdk = new NodeSDK({
    autoDetectResources: false,
    instrumentations,
    logRecordProcessors: [logRecordProcessor],
    metricReaders: [new PeriodicExportingMetricReader({ exporter: metricExporter })],
    spanProcessors: [...first, spanProcessor],
  })
  sdk.start()
  diag.setLogger(diagLogger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  printAtExit(sdk)
}
