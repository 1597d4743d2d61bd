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
  const rows = ['search-decision', 'invalid-decisions-daily']
  const places = ['--config', CONFIG, '--data', data, '--out', incidentFile(data)]
  const { code, stdout, stderr } = await run([KANSOKU, 'harvest', ...rows, ...places])
  if (code !== 0) throw new Error(stdout + stderr)
}
