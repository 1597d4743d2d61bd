import { app } from '@azure/functions'
import { withConsoleWriter } from '@kansoku/azure-monitor'
import OpenAI from 'openai'

const client = new OpenAI()

app.http('ask', {
  methods: ['POST'],
  handler: (request, context) =>
    withConsoleWriter(
      (line) => context.log(line),
      async () => {
        const completion = await client.chat.completions.create({
          model: 'gpt-4.1-mini',
          messages: [{ role: 'user', content: await request.text() }],
        })
        return { body: completion.choices[0].message.content }
      },
    ),
})
