import OpenAI from 'openai'

import { ask } from './ask.mjs'

await import('@kansoku/azure-monitor/register')
await ask(OpenAI)
