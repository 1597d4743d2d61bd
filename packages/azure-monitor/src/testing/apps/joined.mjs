// An application with an SDK of its own: started before `register` (as another preload), or here, after it.
import { traceTool } from '@kansoku/core'
import OpenAI from 'openai'

const { inSpan } = await import('./other-sdk.mjs')
const client = new OpenAI({ apiKey: 'none', baseURL: process.env.MODEL_URL, maxRetries: 0 })
await inSpan('a request', async () => {
  await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'はい？' }],
  })
  await traceTool({ name: 'look_up' }, async () => undefined)
})
