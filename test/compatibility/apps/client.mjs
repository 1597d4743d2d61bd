import { instrumentOpenAI } from '@kansoku/instrumentation-openai'
import OpenAI from 'openai'

import { call } from './calls.mjs'
import { start } from './start.mjs'

start([])
await call(OpenAI, (client) => instrumentOpenAI(client))
