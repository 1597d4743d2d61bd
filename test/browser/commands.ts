import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { KANSOKU, run } from '../end-to-end/processes.ts'
import { hostile } from './rows.ts'

const CONFIG = fileURLToPath(
  new URL('../../examples/rag-chatbot/kansoku.config.ts', import.meta.url),
)

export const incidentFile = (data: string): string => join(data, 'incident.jsonl')

const hostileCase = {
  id: 'harvested-hostile',
  tags: [hostile.conversation],
  input: { messages: [{ role: 'user', content: hostile.answer }], documents: [hostile.answer] },
  expected: 'No',
  confirmed: false,
}

/** A case that would do harm if it were anything but text. */
export async function writeHostileCase(data: string): Promise<void> {
  await writeFile(incidentFile(data), `${JSON.stringify(hostileCase)}\n`)
}

/** The search decisions that were invalid become cases, as by `kansoku harvest` after the alert. */
export async function harvest(data: string): Promise<void> {
  const what = ['harvest', 'search-decision', 'invalid-decisions-daily']
  await kansoku([...what, '--data', data, '--out', incidentFile(data)])
}

/** A run of a version with the answers that are recorded, and its report. Its cases fail, or not. */
export async function evaluate(data: string, version: string, report: string): Promise<void> {
  const what = ['eval', 'run', 'search-decision', '--answers', 'recorded', '--html', report]
  await kansoku([...what, '--data', data], [0, 3], {
    SEARCH_DECISION_VERSION: version,
    SEARCH_DECISION_CASES: join(data, 'search-decision.jsonl'),
  })
}

async function kansoku(
  [command = '', ...args]: readonly string[],
  expected: readonly number[] = [0],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { code, stdout, stderr } = await run([KANSOKU, command, ...args, '--config', CONFIG], env)
  if (!expected.includes(code ?? 1)) throw new Error(stdout + stderr)
}
