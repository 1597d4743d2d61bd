import { definePrompt, oneOf } from '@kansoku/core'
import { trace } from '@opentelemetry/api'
import OpenAI from 'openai'

const client = new OpenAI()
const tracer = trace.getTracer('handbook')
const searchDecision = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
})

// A span of the application's own: the model's call becomes its child, in both places.
await tracer.startActiveSpan('answer a question', async (span) => {
  const completion = await searchDecision.run({ metadata: { turn: 1 } }, () =>
    client.chat.completions.create({
      model: process.env.OPENAI_MODEL ?? 'gpt-4.1-mini',
      messages: [
        { role: 'system', content: 'Must the office handbook be searched? Say Yes or No.' },
        { role: 'user', content: 'How many days of leave do I have?' },
      ],
    }),
  )
  console.log(completion.choices[0].message.content)
  span.end()
})
