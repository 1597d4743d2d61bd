import { azureMonitor } from '@kansoku/azure-monitor'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'

import { ask } from './ask.mjs'

const { instrumentations, spanProcessors } = azureMonitor()
const provider = new BasicTracerProvider({ spanProcessors })
trace.setGlobalTracerProvider(provider)
for (const instrumentation of instrumentations.flat()) instrumentation.setTracerProvider(provider)

const { default: OpenAI } = await import('openai')
await ask(OpenAI)
process.exit(0)
