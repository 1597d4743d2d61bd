import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import * as openai from 'openai'

import { call } from './calls.mjs'
import { start } from './start.mjs'

const instrumentation = new OpenAIInstrumentation()
start([instrumentation])
instrumentation.manuallyInstrument(openai)
await call(openai.OpenAI)
