import { describe, expect, it } from 'vitest'

import { testWorkbench } from '../testing/workbench.ts'
import { consoleTap } from './console-tap.ts'

const record = (name: string): string => `{"prompt_type":"${name}","status":"Success"}`

async function stored(url: string): Promise<unknown> {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        'ContainerAppConsoleLogs | project Prompt = tostring(parse_json(Log).prompt_type) | sort by Prompt asc',
    }),
  })
  return ((await response.json()) as { rows: unknown }).rows
}

describe('consoleTap', () => {
  it('puts lines together from whatever pieces come, and the last one needs no end', async () => {
    const { url } = await testWorkbench()
    const tap = consoleTap(url, (problem) => expect.fail(problem))
    const bytes = Buffer.from(`${record('会話')}\nother output\n${record('b')}\n${record('c')}`)
    for (let at = 0; at < bytes.length; at += 7) tap.take(bytes.subarray(at, at + 7))
    await tap.end()
    expect(await stored(url)).toEqual([['b'], ['c'], ['会話']])
  })

  it('says once that nothing takes the records', async () => {
    const problems: string[] = []
    const tap = consoleTap('http://127.0.0.1:1', (problem) => problems.push(problem))
    tap.take(Buffer.from(`${record('a')}\n`))
    await tap.end()
    tap.take(Buffer.from(`${record('a')}\n`))
    await tap.end()
    expect(problems).toHaveLength(1)
  })
})
