import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { CHATBOT, kansoku, run, startModelServer, startWorkbench, stop } from './processes.ts'

const REGISTER = ['--import', '@kansoku/azure-monitor/register']

let data: string
let workbench: Awaited<ReturnType<typeof startWorkbench>>
let models: Awaited<ReturnType<typeof startModelServer>>

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startModelServer(['--seed', '7', '--latency-scale', '0'])
})
afterAll(async () => {
  await Promise.all([stop(workbench), stop(models)])
  await rm(data, { recursive: true })
})

/** A query over the store, as arrays in column order. */
async function rows(...args: readonly string[]): Promise<unknown[][]> {
  const { code, stdout, stderr } = await kansoku(
    'query',
    ...args,
    '--data',
    data,
    '--format',
    'json',
  )
  if (code !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as { rows: unknown[][] }).rows
}

describe('the way of one call', () => {
  beforeAll(async () => {
    const chatbot = await run([...REGISTER, CHATBOT, '--conversations', '40', '--seed', '7'], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
      OPENAI_BASE_URL: models.baseURL,
      OPENAI_API_KEY: 'none',
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
    })
    if (chatbot.code !== 0) throw new Error(chatbot.stderr)
  })

  it('counts the answers per turn as the model server gave them', async () => {
    const tally = (await (await fetch(`${models.url}/tally`)).json()) as {
      searchDecision: { turn: number; Yes: number; No: number; Other: number }[]
    }
    const expected = tally.searchDecision.flatMap(({ turn, Yes, No, Other }) => [
      [turn, 'Yes', Yes],
      [turn, 'No', No],
      [turn, 'Other', Other],
    ])
    expect(await rows('answers-per-turn')).toEqual(expected)
  })
})
