import { defineConfig, defineEvaluation, type KansokuConfig } from 'kansoku/config'

import { handbook } from './data/handbook.ts'
import { decideSearch } from './src/chatbot.ts'
import { modelFromEnvironment } from './src/model.ts'
import { type History, searchDecision } from './src/prompts.ts'

interface SearchDecisionInput {
  readonly messages: History
  /** Ids of the pages that the last search found. */
  readonly documents: readonly string[]
}

const config: KansokuConfig = defineConfig({
  evaluations: [
    defineEvaluation({
      name: 'search-decision',
      prompt: searchDecision,
      data: 'data/search-decision.jsonl',
      task: ({ messages, documents }: SearchDecisionInput) =>
        decideSearch(
          // Made here, so that the file can be loaded where no model is set up.
          modelFromEnvironment(process.env),
          handbook.filter(({ id }) => documents.includes(id)),
          messages,
        ),
      gate: {
        passRate: 0.9,
        passRates: { 'check-1': 0.9, 'check-2': 0.9, 'check-3': 0.9, 'check-4': 0.9 },
      },
    }),
  ],
})

export default config
