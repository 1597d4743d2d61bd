import tab from '@bomb.sh/tab/commander'
import { alertRules, queries } from '@kansoku/log-analytics'
import type { Command } from 'commander'

interface Named {
  readonly name: string
  readonly title: { readonly en: string }
}

/** Arguments whose values are known: command, argument, where the values come from. */
const known: readonly (readonly [command: string, argument: string, () => readonly Named[]])[] = [
  ['query', 'query', queries],
  ['chart', 'query', queries],
  ['harvest', 'rows', alertRules],
  ['alert simulate', 'rule', alertRules],
]

/** Adds `complete <shell>`, which prints a script, and what that script asks. Only asked for, it reads the pack. */
export function addCompletion(program: Command): void {
  const { commands } = tab(program)
  for (const [command, argument, values] of known) {
    const completed = commands.get(command)?.arguments.get(argument)
    if (completed === undefined) continue
    completed.handler = (complete) => {
      for (const { name, title } of values()) complete(name, title.en)
    }
  }
}
