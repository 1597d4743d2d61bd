/* oxlint-disable unicorn/require-post-message-target-origin -- a worker thread has no origin */
import { Worker } from 'node:worker_threads'

import { KqlError } from '../error.ts'
import type { AzureUse } from '../types.ts'
import type { Answer, Request, Response, WorkerSetup } from './protocol.ts'

export interface LanguageClient {
  ask(task: Request['task'], query: string, use?: AzureUse): Promise<Answer>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/** The worker beside this file's package entry: `.ts` in the sources, `.mjs` or `.cjs` when built. */
function workerUrl(): URL {
  const extension = /\.[a-z]+$/u.exec(new URL(import.meta.url).pathname)?.[0] ?? '.mjs'
  return new URL(`../worker${extension}`, import.meta.url)
}

/** Starts the worker on first use. It never keeps the process alive unless an answer is awaited. */
export function languageClient(setup: () => WorkerSetup): LanguageClient {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0

  const fail = (error: Error): void => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(workerUrl(), { workerData: setup(), name: 'kansoku-kql' })
    started.unref()
    started.on('message', ({ id, answer }: Response) => {
      const entry = waiting.get(id)
      waiting.delete(id)
      if (waiting.size === 0) started.unref()
      entry?.resolve(answer)
    })
    started.on('error', (cause) => {
      if (worker === started) fail(new Error('The KQL parser failed.', { cause }))
    })
    started.on('exit', () => {
      if (worker === started) fail(new Error('The KQL parser was stopped.'))
    })
    return started
  }

  return {
    ask(task, query, use) {
      const running = (worker ??= start())
      const id = ++lastId
      return new Promise<Answer>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        running.ref()
        running.postMessage({ id, task, query, ...(use && { use }) } satisfies Request)
      })
    },
    async close() {
      const running = worker
      fail(new KqlError('runtime', 'The KQL engine was closed.'))
      await running?.terminate()
    },
  }
}
