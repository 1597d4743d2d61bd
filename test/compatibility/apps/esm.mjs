import OpenAI from 'openai'

import { call } from './calls.mjs'

await call(OpenAI)
