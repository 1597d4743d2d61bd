import { createRequire } from 'node:module'

import OpenAI from 'openai'

const { OpenAI: Required } = createRequire(import.meta.url)('openai')

const options = { apiKey: 'test', baseURL: process.env.BASE_URL }
const ask = (Client, model) => new Client(options).chat.completions.create({ model, messages: [] })
await ask(OpenAI, 'imported')
await ask(Required, 'required')
