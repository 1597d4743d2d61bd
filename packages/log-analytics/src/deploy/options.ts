import type { PromptContract } from '../contracts/prompt-contract.ts'
import type { PackSettings } from './contents.ts'
import type { ConsoleHost } from './resources/diagnostic-setting.ts'

/** What a template deploys. All that differs from customer to customer is a parameter of the template. */
export interface DeployOptions extends PackSettings {
  /** Default of the parameter `prefix`, with which names of resources begin. @defaultValue `'kansoku'` */
  readonly prefix?: string
  /**
   * The prompts with a contract: each gets its alert and its chart, and those of the column's prompt `search_decision` are
   * left out unless it is among them. Names and labels only, never a prompt's text.
   * @defaultValue the pack as it is
   */
  readonly prompts?: readonly PromptContract[]
  /** Whether the workspace is made too. @defaultValue false: it is in the resource group */
  readonly workspace?: boolean
  /** Whether an Application Insights resource is made. @defaultValue false */
  readonly applicationInsights?: boolean
  /** Whether an action group is made, which mails to the parameter `alertEmail`. @defaultValue false */
  readonly actionGroup?: boolean
  /**
   * With whose rights a rule reads: `system`, an identity of its own that is given the reader's role of the workspace (who
   * deploys needs the right to assign roles), or `editor`, whoever changed it last.
   * @defaultValue `'system'`
   */
  readonly ruleIdentity?: 'system' | 'editor'
  /** The host, of the parameter `hostName`, whose console lines go to the workspace. @defaultValue none */
  readonly consoleLines?: ConsoleHost
}

export type ResolvedOptions = Required<
  Omit<DeployOptions, 'prompts' | 'consoleLines' | keyof PackSettings>
> &
  Pick<DeployOptions, 'prompts' | 'consoleLines' | keyof PackSettings>

export function resolveDeployOptions(options: DeployOptions): ResolvedOptions {
  return {
    prefix: 'kansoku',
    workspace: false,
    applicationInsights: false,
    actionGroup: false,
    ruleIdentity: 'system',
    ...options,
  }
}
