import { OpenAI } from 'openai/client'

const client = new OpenAI({ apiKey: 'test', baseURL: process.env.BASE_URL })
await client.chat.completions.create({ model: 'subpath', messages: [] })
