import {
  defineConfig,
  defineEvaluation,
  type HarvestedCall,
  type KansokuConfig,
} from 'kansoku/config'

import { handbook } from './data/handbook.ts'
import { decideSearch } from './src/chatbot.ts'
import { modelFromEnvironment, modelName } from './src/model.ts'
import { answer, answerInstructions, type History } from './src/prompts.ts'
import { searchDecisionFromEnvironment, searchDecisions } from './src/search-decision.ts'

interface SearchDecisionInput {
  readonly messages: History
  /** Ids of the pages that the last search found. */
  readonly documents: readonly string[]
}

// `SEARCH_DECISION_VERSION=1 kansoku eval run` evaluates another version than the deployed one.
const searchDecision = searchDecisionFromEnvironment(process.env)

const config: KansokuConfig = defineConfig({
  evaluations: [
    defineEvaluation({
      name: 'search-decision',
      prompt: searchDecision.prompt,
      data: process.env['SEARCH_DECISION_CASES'] || 'data/search-decision.jsonl',
      task: ({ messages, documents }: SearchDecisionInput) =>
        decideSearch(
          // Made here, so that the file can be loaded where no model is set up.
          { ...modelFromEnvironment(process.env), searchDecision },
          handbook.filter(({ id }) => documents.includes(id)),
          messages,
        ),
      // Answers that another model gave are not its own.
      settings: { model: modelName(process.env) },
      harvest: inputOf,
      gate: {
        passRate: 0.9,
        passRates: { 'check-1': 0.9, 'check-2': 0.9, 'check-3': 0.9, 'check-4': 0.9 },
      },
    }),
  ],
  prompts: [
    ...searchDecisions.map(({ prompt, instructions }) => ({ prompt, text: instructions })),
    { prompt: answer, text: answerInstructions },
  ],
})

export default config

/** The recorded call as the task takes it: the conversation, and the pages that stood in the instructions. */
function inputOf({ messages, instructions }: HarvestedCall): SearchDecisionInput {
  const said = messages.map(({ role, parts }) => ({
    role,
    content: parts.flatMap((part) => ('content' in part ? String(part.content) : [])).join(''),
  }))
  const prompt = [
    instructions,
    ...said.filter(({ role }) => role === 'system').map(({ content }) => content),
  ].join('\n')
  return {
    messages: said.filter(({ role }) => role !== 'system') as History,
    documents: handbook.filter(({ title }) => prompt.includes(`## ${title}\n`)).map(({ id }) => id),
  }
}
