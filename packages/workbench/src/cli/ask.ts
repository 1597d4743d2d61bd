import { existsSync } from 'node:fs'

import type { QueryAnswer, QueryProblem } from '../query/answer.ts'
import type { Asked, Asker } from '../query/asker.ts'
import { createEngine, queryProblem } from '../query/engine.ts'
import { pricesOf } from '../query/prices.ts'
import { storeFile } from '../store/data-folder.ts'
import { isStoreError } from '../store/store-error.ts'
import { openStore } from '../store/store.ts'
import { CliError } from './cli-error.ts'
import { findRunning } from './running.ts'

/** Whose rows are asked: those of a data folder, or those of a workspace in Azure. */
export interface Where {
  readonly data: string
  readonly workspace?: string
  readonly endpoint?: string
}

/** A workspace, the workbench that serves the data folder, or without one the folder's file itself. */
export async function openAsker({ data, workspace, endpoint }: Where): Promise<Asker> {
  if (workspace !== undefined) return workspaceAt(workspace, endpoint)
  const url = await findRunning(data)
  return url === undefined ? openFile(data) : workbenchAt(url)
}

/** One query. */
export async function ask(query: string, where: Where): Promise<Asked> {
  const asker = await openAsker(where)
  try {
    return await asker.ask(query)
  } finally {
    await asker.close()
  }
}

/** Azure's libraries take half a second to load: only who asks Azure waits. */
async function workspaceAt(workspace: string, endpoint: string | undefined): Promise<Asker> {
  if (!GUID.test(workspace))
    throw new CliError(
      `${workspace} is no workspace id: that is the GUID of its overview page, not its name.`,
    )
  const [{ DefaultAzureCredential }, { workspaceAsker }, { workspaceFailure }] = await Promise.all([
    import('@azure/identity'),
    import('../azure/workspace-asker.ts'),
    import('../azure/workspace-error.ts'),
  ])
  const asker = workspaceAsker({
    workspace,
    credential: new DefaultAzureCredential(),
    ...(endpoint !== undefined && { endpoint }),
    onPartial: (message) => {
      process.stderr.write(`Only a part of the answer came: ${message}\n`)
      process.exitCode = PARTIAL
    },
  })
  return {
    ...asker,
    ask: (query, now) =>
      asker.ask(query, now).catch((cause: unknown) => {
        throw new CliError(workspaceFailure(cause), 1, { cause })
      }),
  }
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

/** The exit code of an answer that is not whole. */
const PARTIAL = 3

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
  const prices = pricesOf(data)
  const store = await openStore({ data }).catch((cause: unknown) => {
    if (!isStoreError(cause) || cause.code !== 'locked') throw cause
    throw new CliError(
      `${cause.message}\nIt does not answer: it may be starting, ending or busy with a long query. If so, try again.`,
      1,
      { cause },
    )
  })
  const engine = createEngine(store, prices)
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
