/**
 * Holds a number of conversations with the handbook chatbot. Telemetry needs no line here:
 *
 *   node --import @kansoku/azure-monitor/register main.ts --conversations 60
 */
import { conversations } from './data/conversations.ts'
import { handbook } from './data/handbook.ts'
import { ConfigurationError, modelFromEnvironment } from './src/model.ts'
import { parseOptions } from './src/options.ts'
import { createProgress } from './src/progress.ts'
import { createSearch } from './src/retrieval.ts'
import { failedTurns, runConversations } from './src/run-conversations.ts'
import { searchDecisionFromEnvironment } from './src/search-decision.ts'

try {
  const options = parseOptions(process.argv.slice(2))
  const { client, model, where } = modelFromEnvironment(process.env)
  const searchDecision = searchDecisionFromEnvironment(process.env)
  const progress = createProgress(options.progress, options.conversations)
  console.error(`Asking ${model} at ${where}`)

  const totals = await runConversations(
    { client, model, search: createSearch(handbook), searchDecision },
    conversations(options.conversations, options.seed),
    options.concurrency,
    (soFar) => {
      const line = progress.update(soFar)
      if (line !== undefined) console.log(line)
    },
  )
  console.log(progress.end(totals))
  if (failedTurns(totals) === totals.turns) {
    const reasons = Object.keys(totals.failures).join('; ')
    console.error(`No question could be answered (${totals.turns} were asked): ${reasons}`)
    process.exitCode = 1
  }
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
