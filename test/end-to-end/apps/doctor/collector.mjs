// Spans to Azure and to a Collector, as the guide on scale has it.
import '@kansoku/instrumentation-openai/hook' // oxlint-disable-line import/no-unassigned-import -- it is a loader hook
import { azureMonitor } from '@kansoku/azure-monitor'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

import { ask } from './ask.mjs'

const parts = azureMonitor()
const collector = new BatchSpanProcessor(new OTLPTraceExporter())
const sdk = new NodeSDK({ ...parts, spanProcessors: [...parts.spanProcessors, collector] })
sdk.start()
const { default: OpenAI } = await import('openai')
await ask(OpenAI)
await sdk.shutdown()
