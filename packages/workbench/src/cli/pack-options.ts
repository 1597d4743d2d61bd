import type { DeployOptions } from '@kansoku/log-analytics'
import { type Command, Option } from 'commander'

import { readPrices } from '../query/prices.ts'
import { readPrompts } from './prompt-contracts.ts'

/** What of the pack is written or deployed, as two commands take it. */
export interface PackOptions extends Omit<
  DeployOptions,
  'prompts' | 'prefix' | 'prices' | 'dailySpendCents'
> {
  readonly prices?: string
  readonly dailySpend?: number
}

export function addPackOptions(command: Command): Command {
  return command
    .argument(
      '[prompts]',
      'a module that exports prompts, or a .json file; without: the pack as it is',
    )
    .option('--workspace', 'make the Log Analytics workspace too')
    .option('--application-insights', 'make an Application Insights resource')
    .option('--action-group', 'make an action group that mails')
    .addOption(
      new Option(
        '--console-lines <host>',
        'send the console lines of a host to the workspace',
      ).choices(['functions', 'app-service', 'container-apps']),
    )
    .option('--prices <file>', 'a .json file with what models cost you, in place of list prices')
    .option('--daily-spend <cents>', 'the alert on cost fires at so many US cents a day', Number)
    .addOption(
      new Option('--rule-identity <whose>', 'with whose rights alerts read').choices([
        'system',
        'editor',
      ]),
    )
}

/** With the contracts of the prompts in a file; says which prompts have none. */
export async function readPack(
  promptsFile: string | undefined,
  { dailySpend, prices, ...others }: PackOptions & Pick<DeployOptions, 'prefix'>,
): Promise<DeployOptions> {
  const options = {
    ...others,
    ...(prices !== undefined && { prices: readPrices(prices) }),
    ...(dailySpend !== undefined && { dailySpendCents: dailySpend }),
  }
  if (promptsFile === undefined) return options
  const { contracts, withoutContract } = await readPrompts(promptsFile)
  if (withoutContract.length > 0)
    process.stderr.write(
      `Without a contract, and so without an alert: ${withoutContract.join(', ')}.\n`,
    )
  return { ...options, prompts: contracts }
}
