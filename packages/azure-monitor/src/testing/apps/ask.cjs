// The same from a CommonJS module.
const OpenAI = require('openai')

const { end } = require('./end.mjs')

const client = new OpenAI({ apiKey: 'none', baseURL: process.env.MODEL_URL, maxRetries: 0 })
client.chat.completions
  .create({ model: 'gpt-4o', messages: [{ role: 'user', content: '東京の明日の天気は?' }] })
  .then((completion) => {
    console.log(completion.choices[0].message.content)
    end(process.argv[2])
  })
