import { existsSync } from 'node:fs'

import type { QueryAnswer, QueryProblem } from '../query/answer.ts'
import { createEngine, queryProblem } from '../query/engine.ts'
import { storeFile } from '../store/data-folder.ts'
import { isStoreError } from '../store/store-error.ts'
import { openStore } from '../store/store.ts'
import { CliError } from './cli-error.ts'
import { findRunning } from './running.ts'

/** The answer, or what is wrong with the query. */
export type Asked = { readonly answer: QueryAnswer } | { readonly problem: QueryProblem }

/** Somebody who answers queries over a data folder. */
export interface Asker {
  /** @param now what `now()` gives; the time of the query by default */
  readonly ask: (query: string, now?: Date) => Promise<Asked>
  readonly close: () => Promise<void>
}

/** The workbench that serves the data folder; without one, the folder's file itself. */
export async function openAsker(data: string): Promise<Asker> {
  const url = await findRunning(data)
  return url === undefined ? openFile(data) : workbenchAt(url)
}

/** One query. */
export async function ask(query: string, data: string): Promise<Asked> {
  const asker = await openAsker(data)
  try {
    return await asker.ask(query)
  } finally {
    await asker.close()
  }
}

function workbenchAt(url: string): Asker {
  return { ask: (query, now) => askWorkbench(url, query, now), close: async () => undefined }
}

async function askWorkbench(url: string, query: string, now: Date | undefined): Promise<Asked> {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, now }),
  }).catch((error: unknown) => {
    const { cause = error } = error instanceof Error ? error : {}
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(`The workbench at ${url} gave no answer: ${why}. Try again.`, 1, { cause })
  })
  if (response.ok) return { answer: (await response.json()) as QueryAnswer }
  const { error, errors } = (await response.json()) as {
    error?: QueryProblem
    errors?: { message: string }[]
  }
  if (error !== undefined) return { problem: error }
  throw new CliError(`The workbench at ${url} failed: ${errors?.[0]?.message ?? response.status}`)
}

async function openFile(data: string): Promise<Asker> {
  if (!existsSync(storeFile(data))) {
    throw new CliError(
      `There are no rows in ${data} yet. Run "kansoku dev -- node app.js" first, or name another folder with --data.`,
    )
  }
  const store = await openStore({ data }).catch((cause: unknown) => {
    if (!isStoreError(cause) || cause.code !== 'locked') throw cause
    throw new CliError(
      `${cause.message}\nIt does not answer: it may be starting, ending or busy with a long query. If so, try again.`,
      1,
      { cause },
    )
  })
  const engine = createEngine(store)
  return {
    ask: async (query, now) => {
      try {
        return { answer: await engine.run(query, now) }
      } catch (error) {
        const problem = queryProblem(error)
        if (problem === undefined) throw error
        return { problem }
      }
    },
    close: async () => {
      await engine.close()
      await store.close()
    },
  }
}
