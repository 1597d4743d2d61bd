// What an application does around a model call and after it: `ask` makes one call and gives its reference on stdout,
// `judge <reference>` is another process, later.
import { callRefOf, definePrompt, oneOf, recordEvaluation, recordFeedback } from '@kansoku/core'
import OpenAI from 'openai'

const [what, reference] = process.argv.slice(2)

const searchDecision = definePrompt({
  name: 'search_decision',
  version: 2,
  output: oneOf('Yes', 'No'),
})

async function ask() {
  const client = new OpenAI()
  const completion = await searchDecision.run(
    { conversationId: 'c-1', metadata: { turn: 1 } },
    () =>
      client.chat.completions.create({
        model: 'gpt-4.1-mini',
        messages: [{ role: 'user', content: 'Where is the meeting room?' }],
      }),
  )
  recordFeedback({ responseId: completion.id, thumb: 'down', userId: 'u-17', comment: '遅い' })
  console.log(JSON.stringify(callRefOf(completion)))
}

function judge() {
  const { responseId, ...call } = JSON.parse(reference)
  const evaluator = { name: 'format_check', kind: 'code' }
  recordEvaluation({ call, name: 'by_span', score: 1, label: 'pass', evaluator })
  recordEvaluation({ responseId, name: 'by_response', score: 0.5, evaluator })
}

await { ask, judge }[what]()
