/** A preload without any loader hook, for CommonJS applications: `node --require ./telemetry.cjs app.js`. */
const { OpenAIInstrumentation } = require('@kansoku/instrumentation-openai')
const { diag, DiagLogLevel } = require('@opentelemetry/api')
const { PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics')
const { NodeSDK } = require('@opentelemetry/sdk-node')

const collect = require('./collect.mjs')

const sdk = new NodeSDK({
  autoDetectResources: false,
  instrumentations: [new OpenAIInstrumentation()],
  logRecordProcessors: [collect.logRecordProcessor],
  metricReaders: [new PeriodicExportingMetricReader({ exporter: collect.metricExporter })],
  spanProcessors: [collect.spanProcessor],
})
sdk.start()
diag.setLogger(collect.diagLogger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
collect.printAtExit(sdk)
