/* oxlint-disable unicorn/require-post-message-target-origin -- a worker thread has no origin */
import { parentPort, workerData } from 'node:worker_threads'

import { answer } from './language/answer.ts'
import { workspace } from './language/kusto.ts'
import type { Request, Response, WorkerSetup } from './language/protocol.ts'

const { tables, functions } = workerData as WorkerSetup
const declared = workspace(tables, functions)

parentPort?.on('message', (request: Request) => {
  const response: Response = { id: request.id, answer: safeAnswer(request) }
  parentPort?.postMessage(response)
})

/** A bug in here must not end the worker: it fails one query. */
function safeAnswer(request: Request): Response['answer'] {
  try {
    return answer(request, declared)
  } catch (error) {
    const message = `the query could not be analysed: ${error instanceof Error ? error.message : String(error)}`
    return {
      kind: 'failed',
      failure: { code: 'unsupported', message, start: 0, length: 0, line: 1, column: 1 },
    }
  }
}

// The grammar is built by the first query, which costs a second: let it not be the user's.
answer({ task: 'plan', query: 'print 1' }, declared)
