import { stdin, stderr } from 'node:process'
import { createInterface } from 'node:readline/promises'

import { armTemplate, type ArmTemplate, type DeployOptions } from '@kansoku/log-analytics'
import { type Command, Option } from 'commander'

import type { DeploymentRequest } from '../deploy/azure-deployments.ts'
import { deployPack, type Talk, undoPack } from '../deploy/deploy-pack.ts'
import { explainAzureError } from '../deploy/explain-azure-error.ts'
import { CliError } from './cli-error.ts'
import { addPackOptions, type PackOptions, readPack } from './pack-options.ts'

interface DeployCommandOptions extends PackOptions {
  readonly subscription: string
  readonly resourceGroup: string
  readonly workspaceName?: string
  readonly customer?: string
  readonly actionGroupId: readonly string[]
  readonly alertEmail?: string
  readonly hostName?: string
  readonly alerts: boolean
  readonly yes?: boolean
  readonly undo?: boolean
}

export function addDeployCommand(program: Command): void {
  const command = program
    .command('deploy')
    .description(
      'bring functions, queries, alerts and workbook to Azure; shows what would change first',
    )
  addPackOptions(command)
    .addOption(
      new Option('--subscription <id>', 'id of the subscription')
        .env('AZURE_SUBSCRIPTION_ID')
        .makeOptionMandatory(),
    )
    .requiredOption('-g, --resource-group <name>', 'the resource group of the workspace')
    .option('--workspace-name <name>', 'name of the Log Analytics workspace')
    .option('--customer <name>', 'names begin with kansoku-<name>: one set for each customer')
    .option('--action-group-id <id>', 'an action group that alerts call; can be repeated', more, [])
    .option('--alert-email <address>', 'with --action-group: who is told of alerts')
    .option('--host-name <name>', 'with --console-lines: the host')
    .option('--no-alerts', 'deploy the alert rules switched off')
    .option('-y, --yes', 'do it, without asking')
    .option('--undo', 'remove what the last deployment made, but nothing that holds data')
    .addHelpText('after', examples)
    .action(deploy)
}

const more = (id: string, before: readonly string[]): readonly string[] => [...before, id]

async function deploy(
  promptsFile: string | undefined,
  options: DeployCommandOptions,
): Promise<void> {
  const { customer, resourceGroup, subscription } = options
  const name = customer === undefined ? 'kansoku' : `kansoku-${customer}`
  const [{ DefaultAzureCredential }, { azureDeployments }] = await Promise.all([
    import('@azure/identity'),
    import('../deploy/azure-deployments.ts'),
  ])
  const credential = new DefaultAzureCredential()
  const azure = azureDeployments({ subscription, resourceGroup, name, credential })
  try {
    const talk = talkOf(options)
    if (options.undo !== true)
      await deployPack(azure, await requestOf(promptsFile, name, options), talk)
    else if (!(await undoPack(azure, talk)))
      throw new CliError(
        `${resourceGroup} has no deployment "${name}". If it was a customer's, name the customer with --customer.`,
      )
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(explainAzureError(error), 1, { cause: error })
  }
}

async function requestOf(
  promptsFile: string | undefined,
  prefix: string,
  options: DeployCommandOptions,
): Promise<DeploymentRequest> {
  const { actionGroupId, alertEmail, alerts, hostName, workspaceName } = options
  const template = templateOf(await readPack(promptsFile, { ...packOf(options), prefix }))
  const given = {
    prefix,
    workspaceName,
    actionGroupIds: actionGroupId,
    alertsEnabled: alerts,
    alertEmail,
    hostName,
  }
  const parameters = Object.entries(given).filter(
    ([name, value]) => value !== undefined && name in template.parameters,
  )
  const told = Object.fromEntries(parameters.map(([name, value]) => [name, { value }]))
  for (const [name, { defaultValue }] of Object.entries(template.parameters))
    if (defaultValue === undefined && !(name in told))
      throw new CliError(`The deployment needs ${flags[name] ?? name}.`)
  return { template, parameters: told }
}

const flags: Readonly<Record<string, string>> = {
  workspaceName: '--workspace-name',
  alertEmail: '--alert-email',
  hostName: '--host-name',
}

function packOf(options: DeployCommandOptions): PackOptions {
  const { actionGroup, applicationInsights, consoleLines, ruleIdentity, workspace } = options
  const { dailySpend, prices } = options
  return {
    ...(prices !== undefined && { prices }),
    ...(dailySpend !== undefined && { dailySpend }),
    ...(actionGroup && { actionGroup }),
    ...(applicationInsights && { applicationInsights }),
    ...(consoleLines && { consoleLines }),
    ...(ruleIdentity && { ruleIdentity }),
    ...(workspace && { workspace }),
  }
}

function templateOf(options: DeployOptions): ArmTemplate {
  try {
    return armTemplate(options)
  } catch (error) {
    throw new CliError(`${(error as Error).message}.`, 1, { cause: error })
  }
}

function talkOf({ resourceGroup, yes = false }: DeployCommandOptions): Talk {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    progress: (line) => void stderr.write(`${line}\n`),
    agree: async (what) => yes || agreed(`${what} in ${resourceGroup}?`),
  }
}

/** Asks a person; a pipe that says nothing has not agreed. */
async function agreed(question: string): Promise<boolean> {
  if (!stdin.isTTY) {
    process.stdout.write('Nothing was changed. Say --yes to do it.\n')
    return false
  }
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    return /^y(?:es)?$/iu.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}

const examples = `
Without --yes a terminal is asked, and a pipe only sees what would change. The login is that of "az login", of a
managed identity, or of another that DefaultAzureCredential finds. Nothing that computes is deployed.

Exit code: 0 deployed, nothing to do, or not agreed to; 1 anything else.

Examples:
  kansoku deploy src/prompts.ts -g rg-chat --workspace-name log-chat --subscription 00000000-0000-4000-8000-000000000000
  kansoku deploy -g rg-contoso --workspace --workspace-name log-contoso --customer contoso --action-group --alert-email ops@contoso.example
  kansoku deploy -g rg-contoso --customer contoso --undo`
