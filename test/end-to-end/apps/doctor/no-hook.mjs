import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'

import { ask } from './ask.mjs'

const provider = new BasicTracerProvider()
trace.setGlobalTracerProvider(provider)
new OpenAIInstrumentation().setTracerProvider(provider)

const { default: OpenAI } = await import('openai')
await ask(OpenAI)
