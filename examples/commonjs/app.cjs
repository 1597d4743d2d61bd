const { definePrompt, oneOf } = require('@kansoku/core')
const OpenAI = require('openai')

const searchDecision = definePrompt({
  name: 'search_decision',
  version: 1,
  output: oneOf('Yes', 'No'),
})

async function main() {
  const client = new OpenAI()
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
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
