const { OpenAI } = require('openai/client')

const client = new OpenAI({ apiKey: 'test', baseURL: process.env.BASE_URL })
void client.chat.completions.create({ model: 'subpath', messages: [] }).then(() => undefined)
