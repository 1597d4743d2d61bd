import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { KANSOKU, start, stop } from './processes.ts'

/** Reports each host that a process talks to, and brings what happens later into the time of a test. */
const WATCH_SOCKETS = fileURLToPath(
  new URL('../../packages/azure-monitor/src/testing/apps/watch-sockets.cjs', import.meta.url),
)

it('the workbench talks to nobody: no telemetry of its own, whatever it is sent and asked', async () => {
  const data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  const args = ['--require', WATCH_SOCKETS, KANSOKU, 'dev', '--port', '0', '--data', data]
  const workbench = start(args)
  const [url = ''] = await workbench.line(/http:\/\/127\.0\.0\.1:\d+/)
  const post = async (path: string, body: unknown): Promise<number> => {
    const headers = { 'content-type': 'application/json' }
    const sent = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await fetch(url + path, sent)).status
  }
  const time = new Date().toISOString()
  const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
  const span = { ...ids, name: 'chat', startTimeUnixNano: `${Date.now()}000000` }
  const answers = [
    await post('/v2.1/track', [
      {
        name: 'Message',
        time,
        iKey: '00000000-0000-0000-0000-000000000000',
        data: { baseType: 'MessageData', baseData: { ver: 2, message: 'hello' } },
      },
    ]),
    await post('/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    await post('/v1/metrics', { resourceMetrics: [] }),
    await post('/api/query', { query: 'union AppTraces, AppDependencies | count' }),
    (await fetch(url)).status,
    (await fetch(`${url}/api/status`)).status,
  ]
  // The exporter's side traffic, if there were any, begins after at most 15 s: half a second here.
  await setTimeout(1500)
  const { stderr } = await stop(workbench)
  await rm(data, { recursive: true })
  expect(answers).toEqual([200, 200, 200, 200, 200, 200])
  // To listen, Node looks its own address up.
  expect(stderr).toBe('SOCKET 127.0.0.1\n')
})
