import { createHash } from 'node:crypto'

import { fillRow, type Row } from '../rows/row.ts'
import type { Store } from '../store/store.ts'
import { bodyText } from './body.ts'
import { HttpProblem } from './http-problem.ts'
import type { Reply } from './reply.ts'

/** Where the console record begins on its line; what logs put before it may stay there. */
const RECORD = /\{\s*"prompt_type"/
const MAX_LINES = 64_000

/**
 * Takes lines of an application's stdout, and stores those that hold a console record as Azure's diagnostic setting of
 * a container app would: as rows of ContainerAppConsoleLogs. Other output is nobody's business. Resolves after the rows
 * are on disk.
 */
export async function consoleLines(body: Buffer, store: Store, received: bigint): Promise<Reply> {
  const lines = bodyText(body)
    .split(/\r?\n/)
    .filter((line) => RECORD.test(line))
  if (lines.length > MAX_LINES)
    throw new HttpProblem(413, `The body holds more than ${MAX_LINES} records; send fewer at once`)
  const answer = { stored: lines.length }
  if (lines.length === 0) return { status: 200, body: answer }
  const hash = createHash('sha256').update('console-lines\n').update(body).digest('hex')
  await store.append({
    hash,
    received,
    rows: lines.map((line) => consoleRow(line, received)),
    answer: JSON.stringify(answer),
  })
  return { status: 200, body: answer }
}

function consoleRow(line: string, received: bigint): Row {
  return fillRow('ContainerAppConsoleLogs', {
    TimeGenerated: received,
    Log: line,
    Stream: 'stdout',
    Type: 'ContainerAppConsoleLogs',
  })
}
