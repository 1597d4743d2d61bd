import { handbook } from '../data/handbook.ts'
import { judge } from '../model-server/decide.ts'

interface Case {
  readonly id: string
  readonly input: {
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly documents: readonly string[]
  }
}

/** A data set, as the workbench's page gets it. */
interface DataSet {
  readonly file: string
  readonly version: string
  readonly waiting: readonly Case[]
}

/**
 * Plays the person at the page who looks at each harvested case and says what would have been right: by the four checks,
 * over the requests that the page makes. Gives the number of cases that were confirmed.
 */
export async function confirmCases(workbench: string): Promise<number> {
  const address = new URL('/api/cases', workbench)
  let sets = await asked(address)
  const waiting = sets.flatMap((set) => set.waiting.map((each) => ({ file: set.file, each })))
  for (const { file, each } of waiting) {
    const version = sets.find((set) => set.file === file)?.version
    const body = { file, version, id: each.id, action: 'accept', expected: right(each) }
    // oxlint-disable-next-line no-await-in-loop -- each decision is on the file that the one before has left
    sets = await asked(address, { method: 'POST', body: JSON.stringify(body) })
  }
  return waiting.length
}

async function asked(address: URL, init?: RequestInit): Promise<readonly DataSet[]> {
  const response = await fetch(address, init)
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as readonly DataSet[]
}

const right = ({ input: { messages, documents } }: Case): string =>
  judge({
    questions: messages.filter(({ role }) => role === 'user').map(({ content }) => content),
    documents: handbook.filter(({ id }) => documents.includes(id)),
  })
