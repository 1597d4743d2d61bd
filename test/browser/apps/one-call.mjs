// One call, and then the process lives on: what arrives was not flushed by its end.
import { setTimeout } from 'node:timers/promises'

import OpenAI from 'openai'

await new OpenAI().chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'Where are the printers?' }],
})
console.log(`ended ${Date.now()}`)
await setTimeout(5000)
