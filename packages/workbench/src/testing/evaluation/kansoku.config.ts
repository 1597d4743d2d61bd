import { definePrompt, oneOf } from '@kansoku/core'
import { trace } from '@opentelemetry/api'
import { defineConfig, defineEvaluation, type KansokuConfig } from 'kansoku/config'

const { MODEL, VERSION = '1' } = process.env

const prompt = definePrompt({
  name: 'search_decision',
  version: VERSION,
  output: oneOf('Yes', 'No'),
})

/** A decision as the tests need it: version 1 says Yes to everything, version 2 is right, 3 forgets the format. */
const decide = (question: string): string => {
  if (VERSION === '1') return 'Yes'
  return VERSION === '2' ? (question.startsWith('Hi') ? 'No' : 'Yes') : 'Perhaps.'
}

const config: KansokuConfig = defineConfig({
  prompts: [{ prompt, text: process.env['TEXT'] ?? 'Say Yes or No.' }],
  evaluations: [
    defineEvaluation({
      name: 'decision',
      prompt,
      data: 'cases.jsonl',
      task: async ({ question }: { readonly question: string }) =>
        prompt.run(() =>
          trace.getTracer('task').startActiveSpan('chat', (span) => {
            span.end()
            return decide(question)
          }),
        ),
      harvest: ({ messages: [message] }) => {
        const [part] = message?.parts ?? []
        return part !== undefined && 'content' in part
          ? { question: String(part.content) }
          : undefined
      },
      ...(MODEL !== undefined && { settings: { model: MODEL } }),
      gate: { passRate: 0.9, minimum: 4 },
    }),
  ],
})

export default config
