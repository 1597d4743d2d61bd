import { styleText } from 'node:util'

import { type Children, DemoError, type Ended } from '../demo/children.ts'
import { kansoku, startChatbot } from '../demo/programs.ts'

/** What the story is played with: the conversations that users hold, and the commands that an engineer types. */
export interface Stage {
  /** Users talk with the chatbot in which a version is deployed. */
  readonly converse: (version: number, seed: number) => Promise<void>
  /** Types a command, shows it with the first lines of what it prints, and gives all of it. */
  readonly types: (args: readonly string[], options?: Typed) => Promise<Ended>
}

interface Typed {
  /** Of the search decision; the command is typed with it in the environment. */
  readonly version?: number
  /** How many lines are shown. Default 20. */
  readonly lines?: number
  /** The command takes no data folder. */
  readonly anywhere?: boolean
  /** The exit code that the story needs. Default 0. */
  readonly exits?: number
}

export interface StageOptions {
  readonly children: Children
  readonly conversations: number
  /** The workbench's folder. */
  readonly data: string
  /** Where telemetry goes, which model is asked, and which cases are evaluated. */
  readonly env: NodeJS.ProcessEnv
  readonly print: (text: string) => void
}

export function createStage({ children, conversations, data, env, print }: StageOptions): Stage {
  return {
    converse: async (version, seed) => {
      const deployed = { ...env, SEARCH_DECISION_VERSION: String(version) }
      await startChatbot(children, { conversations, seed, env: deployed }, () => {}).ends(120)
      print(`${conversations} conversations were held with version ${version}.`)
    },
    types: async (args, { anywhere = false, exits = 0, lines = 20, version } = {}) => {
      const variables = version === undefined ? {} : { SEARCH_DECISION_VERSION: String(version) }
      const typed = [
        ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
        'kansoku',
        ...args,
      ].join(' ')
      print(styleText('bold', `$ ${typed}`, { stream: process.stdout }))
      const ended = await kansoku(children, anywhere ? args : [...args, '--data', data], {
        ...env,
        ...variables,
      })
      print(`${firstLines(ended.stdout, lines)}${ended.stderr.trimEnd()}\n`)
      if (ended.code !== exits)
        throw new DemoError(`"${typed}" ended with exit code ${ended.code}, not ${exits}.`)
      return ended
    },
  }
}

function firstLines(text: string, most: number): string {
  const lines = text.trimEnd().split('\n')
  const more = lines.length - most
  return more > 1 ? `${lines.slice(0, most).join('\n')}\n  … ${more} more lines` : lines.join('\n')
}
