/* oxlint-disable unicorn/require-post-message-target-origin -- a worker thread has no origin */
import { Worker } from 'node:worker_threads'

import { KqlError } from '../error.ts'
import type { Answer, Question, Request, Response, WorkerSetup } from './protocol.ts'

export interface LanguageClient {
  /** Questions are answered one after the other. One whose signal aborts is never sent, or its answer is not waited for. */
  ask(question: Question, signal?: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

interface Waiting {
  readonly request: Request
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** The worker beside this file's package entry: `.ts` in the sources, `.mjs` or `.cjs` when built. */
function workerUrl(): URL {
  const extension = /\.[a-z]+$/u.exec(new URL(import.meta.url).pathname)?.[0] ?? '.mjs'
  return new URL(`../worker${extension}`, import.meta.url)
}

/** Starts the worker on first use. It never keeps the process alive unless an answer is awaited. */
export function languageClient(setup: () => WorkerSetup): LanguageClient {
  // The queue is on this side, so that a question can be taken back before the worker begins with it.
  const waiting: Waiting[] = []
  let asked: Waiting | undefined
  let worker: Worker | undefined
  let lastId = 0

  const fail = (error: Error): void => {
    worker = undefined
    const all = [...(asked ? [asked] : []), ...waiting.splice(0)]
    asked = undefined
    for (const { reject } of all) reject(error)
  }
  const start = (): Worker => {
    const started = new Worker(workerUrl(), { workerData: setup(), name: 'kansoku-kql' })
    started.unref()
    started.on('message', ({ id, answer }: Response) => {
      if (asked?.request.id !== id) return
      asked.resolve(answer)
      asked = undefined
      sendNext(started)
    })
    started.on('error', (cause) => {
      if (worker === started) fail(new Error('The KQL parser failed.', { cause }))
    })
    started.on('exit', () => {
      if (worker === started) fail(new Error('The KQL parser was stopped.'))
    })
    return started
  }
  const sendNext = (to: Worker): void => {
    if (asked) return
    asked = waiting.shift()
    if (!asked) return to.unref()
    to.ref()
    to.postMessage(asked.request)
  }

  return {
    ask(question, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error)
      const running = (worker ??= start())
      return new Promise<Answer>((resolve, reject) => {
        const takeBack = (): void => {
          const index = waiting.indexOf(entry)
          if (index >= 0) waiting.splice(index, 1)
          reject(signal?.reason as Error)
        }
        const answered =
          <T>(settle: (value: T) => void) =>
          (value: T): void => {
            signal?.removeEventListener('abort', takeBack)
            settle(value)
          }
        const request = { ...question, id: ++lastId }
        const entry: Waiting = { request, resolve: answered(resolve), reject: answered(reject) }
        signal?.addEventListener('abort', takeBack, { once: true })
        waiting.push(entry)
        sendNext(running)
      })
    },
    async close() {
      const running = worker
      fail(new KqlError('runtime', 'The KQL engine was closed.'))
      await running?.terminate()
    },
  }
}
