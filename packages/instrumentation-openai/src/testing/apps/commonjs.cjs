const { OpenAI } = require('openai')

const client = new OpenAI({ apiKey: 'test', baseURL: process.env.BASE_URL })
void client.chat.completions.create({ model: 'commonjs', messages: [] }).then(() => undefined)
