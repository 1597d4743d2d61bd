import { expect, it } from 'vitest'

import { testWorkbench } from '../testing/workbench.ts'

it('keeps the lines of console records as a container app’s log has them, and no others', async () => {
  const { url } = await testWorkbench()
  const record = '{"prompt_type":"search_decision","status":"Success"}'
  const send = async (body: string): Promise<unknown> => {
    const response = await fetch(`${url}/console-lines`, { method: 'POST', body })
    return [response.status, await response.json()]
  }
  const body = `listening on 3000\r\n${record}\r\n2026 [info] ${record}\n{"level":"info"}\n`
  expect(await send(body)).toEqual([200, { stored: 2 }])
  // A body that comes twice is kept once.
  expect(await send(body)).toEqual([200, { stored: 2 }])
  expect(await send('hello\n')).toEqual([200, { stored: 0 }])
  expect(await send('')).toEqual([200, { stored: 0 }])
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `ContainerAppConsoleLogs
        | project Log, Stream, Type, Now = TimeGenerated between (ago(1m) .. now()) | order by Log asc`,
    }),
  })
  const { rows } = (await response.json()) as { rows: unknown }
  expect(rows).toEqual([
    [`2026 [info] ${record}`, 'stdout', 'ContainerAppConsoleLogs', true],
    [record, 'stdout', 'ContainerAppConsoleLogs', true],
  ])
})
