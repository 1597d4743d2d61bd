import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import {
  askKql,
  CHATBOT,
  REGISTER,
  type Running,
  start,
  startModelServer,
  startWorkbench,
  stop,
  tallyOf,
} from './processes.ts'

let data: string
const running: Running[] = []

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => stop(each)))
  await rm(data, { recursive: true })
})

/** Of the model's calls: a turn, its tool and its search are rows as well. */
const IDS =
  'AppDependencies | where DependencyType startswith "GenAI" and Name startswith "chat" | project Id | order by Id asc'

it('loses no row when the workbench is killed in mid-run and comes back', async () => {
  const models = await startModelServer(['--latency-scale', '6', '--rate-limited', '0'])
  running.push(models)
  const first = await startWorkbench(data)
  const chatbot = start([...REGISTER, CHATBOT, '--conversations', '60'], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: first.connectionString,
    KANSOKU_STORAGE_DIRECTORY: data,
    OPENAI_BASE_URL: models.baseURL,
    OPENAI_API_KEY: 'none',
  })
  running.push(chatbot)

  const acknowledged = await vi.waitFor(
    async () => {
      const ids = await askKql(data, IDS)
      expect(ids.length).toBeGreaterThan(0)
      return ids
    },
    { timeout: 20_000, interval: 50 },
  )
  const death = await stop(first, 'SIGKILL')
  expect(death.signal).toBe('SIGKILL')
  expect(chatbot.child.exitCode).toBeNull()

  await pause(1500)
  const second = await startWorkbench(data, Number(new URL(first.url).port))
  running.push(second)
  const { code, stderr } = await chatbot.exit
  expect({ code, stderr: stderr.replace(/^Asking .*\n/, '') }).toEqual({ code: 0, stderr: '' })

  const { prompts } = await tallyOf(models)
  const ids = (await askKql(data, IDS)).map(([id]) => id)
  expect(ids).toEqual(expect.arrayContaining(acknowledged.map(([id]) => id)))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toHaveLength(prompts.answer.completed + prompts.search_decision.completed)
})
