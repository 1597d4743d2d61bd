/** Behind the preload: the module by hand, the client by hand, and both twice. */
import { instrumentOpenAI, OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import * as openai from 'openai'

import { call } from './calls.mjs'

const instrumentation = new OpenAIInstrumentation()
instrumentation.manuallyInstrument(openai)
instrumentation.manuallyInstrument(openai.OpenAI)
await call(openai.OpenAI, (client) => instrumentOpenAI(instrumentOpenAI(client)))
