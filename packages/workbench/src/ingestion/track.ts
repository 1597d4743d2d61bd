import { createHash } from 'node:crypto'

import { rowOrProblem } from '../rows/envelope.ts'
import type { Row } from '../rows/row.ts'
import type { StoredForm } from '../rows/stored-form.ts'
import type { Store } from '../store/store.ts'
import { bodyText } from './body.ts'
import { HttpProblem } from './http-problem.ts'
import { type Item, splitItems } from './items.ts'
import type { Reply } from './reply.ts'

interface ItemError {
  readonly index: number
  readonly statusCode: number
  readonly message: string
}

/** Breeze's answer to a `track` request. */
export interface TrackAnswer {
  readonly itemsReceived: number
  readonly itemsAccepted: number
  readonly errors: readonly ItemError[]
}

export interface TrackOptions {
  /** The receive time, in microseconds since 1970. */
  readonly received: bigint
  readonly stored: StoredForm
}

/**
 * Takes one `track` body: every valid item is stored, every other gets an error of its own.
 * Resolves after the rows are on disk.
 */
export async function track(
  body: Buffer,
  contentType: string,
  store: Store,
  { received, stored }: TrackOptions,
): Promise<Reply> {
  const items = readItems(body, contentType)
  const { rows: mapped, errors } = mapItems(items, received)
  const answer: TrackAnswer = {
    itemsReceived: items.length,
    itemsAccepted: mapped.length,
    errors,
  }
  if (mapped.length === 0) return reply(answer)
  const rows = stored(mapped)
  const hash = createHash('sha256').update(body).digest('hex')
  const told = await store.append({ hash, received, rows, answer: JSON.stringify(answer) })
  return reply(JSON.parse(told) as TrackAnswer)
}

function readItems(body: Buffer, contentType: string): readonly Item[] {
  const read = splitItems(bodyText(body), contentType)
  if ('problem' in read) throw new HttpProblem(read.status, read.problem)
  if (read.items.length === 0) throw new HttpProblem(400, 'The body holds no telemetry item')
  return read.items
}

function mapItems(
  items: readonly Item[],
  received: bigint,
): { rows: readonly Row[]; errors: readonly ItemError[] } {
  const rows: Row[] = []
  const errors: ItemError[] = []
  for (const [index, item] of items.entries()) {
    const row = 'problem' in item ? item.problem : rowOrProblem(item.value, received)
    if (typeof row === 'string') errors.push({ index, statusCode: 400, message: row })
    else rows.push(row)
  }
  return { rows, errors }
}

/** 200 for all, 206 for a part; for none the code of the first item. */
function reply(answer: TrackAnswer): Reply {
  const [first] = answer.errors
  if (first === undefined) return { status: 200, body: answer }
  return { status: answer.itemsAccepted > 0 ? 206 : first.statusCode, body: answer }
}

/** The protocol's shape for a request that failed as a whole. */
export function failedAnswer(status: number, message: string): TrackAnswer {
  return {
    itemsReceived: 0,
    itemsAccepted: 0,
    errors: [{ index: 0, statusCode: status, message }],
  }
}
