// Calls of every kind: with a right and a wrong output, as a stream, one that fails, one without a prompt.
import { definePrompt, oneOf, traceTool } from '@kansoku/core'
import OpenAI from 'openai'

const client = new OpenAI({ maxRetries: 0 })
const searchDecision = definePrompt({
  name: 'search_decision',
  version: 3,
  output: oneOf('Yes', 'No'),
})
const summary = definePrompt({ name: 'summary', version: '2026-11' })
const ask = (...messages) => client.chat.completions.create({ model: 'gpt-4o', messages })
const system = { role: 'system', content: '社内文書の検索が要るか、Yes か No で答えます。' }
const user = { role: 'user', content: '[1] 「"会議室"」は\nどこ? 🏢' }

process.stdout.write('starting … ')
await searchDecision.run(
  { conversationId: '会話-1', metadata: { turn: 1, customer: 'contoso', ok: true, rate: 0.5 } },
  () => ask(system, user),
)
await searchDecision.run({ conversationId: '会話-1', metadata: { turn: 2 } }, () =>
  ask(user, { role: 'assistant', content: 'Yes' }, { role: 'user', content: 'And then?' }),
)
await traceTool({ name: 'lookup' }, () => ask({ role: 'user', content: 'alone' }))
await summary.run(async () => {
  const stream = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Summarise' }],
    stream: true,
    stream_options: { include_usage: true },
  })
  for await (const _ of stream);
})
await summary
  .run({ metadata: { turn: 7 } }, () => ask(user))
  .catch(({ status }) => console.log(status))
console.log('done')
