// One call of the real client from an ES module, then the end that the first argument names.
import OpenAI from 'openai'

import { end } from './end.mjs'

const client = new OpenAI({ apiKey: 'none', baseURL: process.env.MODEL_URL, maxRetries: 0 })
const completion = await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: '東京の明日の天気は?' }],
})
console.log(completion.choices[0].message.content)
end(process.argv[2])
