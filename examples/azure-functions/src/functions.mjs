import { app } from '@azure/functions'
import { withFlush } from '@kansoku/azure-monitor'
import { definePrompt, oneOf } from '@kansoku/core'
import OpenAI from 'openai'

const client = new OpenAI()
const searchDecision = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
})

app.http('decide', {
  methods: ['POST'],
  authLevel: 'function',
  // The host may freeze the process as soon as it has the answer: the rows go first.
  handler: withFlush(async (request, context) => {
    const completion = await searchDecision.run({ metadata: { turn: 1 } }, async () =>
      client.chat.completions.create({
        model: process.env.OPENAI_MODEL ?? 'gpt-4.1-mini',
        messages: [
          { role: 'system', content: 'Must the office handbook be searched? Say Yes or No.' },
          { role: 'user', content: await request.text() },
        ],
      }),
    )
    context.log('The model has answered.')
    return { jsonBody: { search: completion.choices[0].message.content } }
  }),
})
