import { definePrompt, oneOf } from '@kansoku/core'
import OpenAI from 'openai'

export const dynamic = 'force-dynamic'

const searchDecision = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
})

export async function POST(request) {
  const client = new OpenAI()
  const question = await request.text()
  const completion = await searchDecision.run({ metadata: { turn: 1 } }, () =>
    client.chat.completions.create({
      model: process.env.OPENAI_MODEL ?? 'gpt-4.1-mini',
      messages: [
        { role: 'system', content: 'Must the office handbook be searched? Say Yes or No.' },
        { role: 'user', content: question },
      ],
    }),
  )
  return Response.json({ search: completion.choices[0].message.content })
}
