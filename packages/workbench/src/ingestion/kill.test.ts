import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, readStore, temporaryFolder } from '../testing/workbench.ts'

const SCRIPT = `
  const { startWorkbench } = await import(${JSON.stringify(new URL('../workbench.ts', import.meta.url).href)})
  const { url } = await startWorkbench({ port: 0, data: process.argv[1] })
  console.log(url)`

describe('a workbench that is killed', () => {
  it.each(delays())(
    'has every row on disk that it acknowledged, and no half request, after %i ms',
    async (delay) => {
      const data = temporaryFolder()
      const child = spawn(
        process.execPath,
        ['--conditions=@kansoku/source', '--input-type=module', '-e', SCRIPT, data],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      onTestFinished(() => void child.kill('SIGKILL'))
      const url = await new Promise<string>((resolve) => {
        child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()))
      })

      const acknowledged: string[] = []
      setTimeout(() => child.kill('SIGKILL'), delay)
      await Promise.all([0, 1, 2, 3].map(async (sender) => send(url, sender, acknowledged)))

      const stored = await readStore(
        join(data, 'kansoku.duckdb'),
        'SELECT OperationId, count(*)::INTEGER FROM AppDependencies GROUP BY ALL',
      )
      const requests = new Map(stored.map(([request, rows]) => [request, rows]))
      // Killed late, it has had the time for some.
      expect(acknowledged.length).toBeGreaterThanOrEqual(delay >= 300 ? 1 : 0)
      expect(acknowledged.filter((request) => requests.get(request) !== ROWS)).toEqual([])
      expect([...requests.values()].filter((rows) => rows !== ROWS)).toEqual([])
    },
  )
})

/** Two kills at different times; `KANSOKU_KILLS=50` for the long proof. */
function delays(): readonly number[] {
  const kills = Number(process.env['KANSOKU_KILLS'] ?? 2)
  return Array.from({ length: kills }, (_, index) =>
    index % 2 === 0 ? 300 + index : 20 + index * 3,
  )
}

const ROWS = 25

/** Sends requests, each under an id of its own, until the workbench is gone. */
async function send(url: string, sender: number, acknowledged: string[]): Promise<void> {
  for (let round = 0; round < 10_000; round += 1) {
    const request = `${sender}-${round}`
    const items = Array.from({ length: ROWS }, (_, index) => ({
      ...callEnvelope(`${request}-${index}`),
      tags: { 'ai.operation.id': request },
    }))
    try {
      // One sender's requests follow each other, as an exporter's do.
      // oxlint-disable-next-line no-await-in-loop
      const { status } = await post(url, items)
      if (status === 200) acknowledged.push(request)
    } catch {
      return
    }
  }
}
