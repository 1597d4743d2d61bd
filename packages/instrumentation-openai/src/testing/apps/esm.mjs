import OpenAI from 'openai'

const client = new OpenAI({ apiKey: 'test', baseURL: process.env.BASE_URL })
await client.chat.completions.create({ model: 'esm', messages: [] })
