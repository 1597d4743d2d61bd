import { parseOptions } from '../src/options.ts'
import { searchDecisionFromEnvironment } from '../src/search-decision.ts'

export interface DemoOptions {
  readonly conversations: number
  readonly seed: number
  /** The workbench's folder for this demo; emptied at every start. */
  readonly data: string
  /** The environment names a model of its own, so none is played. */
  readonly ownModel: boolean
  /** Of the search decision. Version 1, whose faults there are to see, unless the environment names another. */
  readonly version: string
}

const DATA = '.kansoku/demo'

/** `--conversations` and `--seed` as the chatbot takes them. */
export function demoOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const { conversations, seed } = parseOptions(args)
  const variables = ['OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT', 'OPENAI_BASE_URL']
  const version = env['SEARCH_DECISION_VERSION'] || '1'
  return {
    conversations,
    seed,
    data: DATA,
    ownModel: variables.some((name) => env[name]),
    version: String(
      searchDecisionFromEnvironment({ SEARCH_DECISION_VERSION: version }).prompt.version,
    ),
  }
}
