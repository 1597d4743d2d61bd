import { readFile, writeFile } from 'node:fs/promises'

import { handbook } from '../data/handbook.ts'
import { judge } from '../model-server/decide.ts'

interface Case {
  readonly input: {
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly documents: readonly string[]
  }
  readonly expected?: string
  readonly confirmed?: boolean
}

/**
 * Plays the person who looks at each harvested case and says what would have been right: by the four checks.
 * Gives the number of cases that were confirmed.
 */
export async function confirmCases(file: string): Promise<number> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const cases = lines.map((line) => JSON.parse(line) as Case)
  const waiting = cases.filter(({ confirmed }) => confirmed === false)
  for (const each of waiting) Object.assign(each, { expected: right(each), confirmed: true })
  await writeFile(file, cases.map((each) => `${JSON.stringify(each)}\n`).join(''))
  return waiting.length
}

const right = ({ input: { messages, documents } }: Case): string =>
  judge({
    questions: messages.filter(({ role }) => role === 'user').map(({ content }) => content),
    documents: handbook.filter(({ id }) => documents.includes(id)),
  })
