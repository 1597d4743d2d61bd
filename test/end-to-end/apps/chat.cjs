// A CommonJS application: nothing of Kansoku in it but the prompt.
const { definePrompt, oneOf } = require('@kansoku/core')
const OpenAI = require('openai')

const prompt = definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })

async function main() {
  const client = new OpenAI()
  const completion = await prompt.run({ metadata: { turn: 1 } }, () =>
    client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: [{ role: 'user', content: 'こんにちは' }],
    }),
  )
  console.log(completion.choices.length)
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
