import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startWorkbench } from 'kansoku'
import { expect, it, onTestFinished } from 'vitest'

const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })

/** A search decision as it arrives: the texts are JSON in text properties. */
function decision(turn: number, label: string | undefined, said: string): unknown {
  const input = [
    message('system', 'Decide.'),
    message('user', '食堂は何時まで?'),
    message('assistant', '14 時までです。'),
    message('user', 'And the parking?'),
  ]
  return {
    name: 'Microsoft.ApplicationInsights.RemoteDependency',
    time: new Date().toISOString(),
    iKey: '00000000-0000-0000-0000-000000000000',
    tags: {},
    data: {
      baseType: 'RemoteDependencyData',
      baseData: {
        id: said,
        name: 'chat',
        duration: '00:00:01',
        properties: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.prompt.name': 'search_decision',
          'gen_ai.prompt.version': '1',
          'gen_ai.conversation.id': 'c-1',
          'gen_ai.input.messages': JSON.stringify(input),
          'gen_ai.output.messages': JSON.stringify([message('assistant', said)]),
          'llmops.metadata.turn': String(turn),
          'llmops.output.valid': String(label !== undefined),
          ...(label !== undefined && { 'llmops.output.label': label }),
        },
      },
    },
  }
}

it('shows what was asked and said as text', async () => {
  const data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  const workbench = await startWorkbench({ port: 0, data })
  onTestFinished(async () => {
    await workbench.close()
    await rm(data, { recursive: true })
  })
  const rows = [
    decision(2, undefined, 'はい'),
    decision(3, 'Yes', 'Yes'),
    decision(3, 'No', 'No'),
    decision(2, 'Yes', ' Yes'),
  ]
  await fetch(`${workbench.url}/v2.1/track`, { method: 'POST', body: JSON.stringify(rows) })
  const ask = async (name: string): Promise<unknown> => {
    const query = await readFile(new URL(name, import.meta.url), 'utf8')
    const body = JSON.stringify({ query })
    const response = await fetch(`${workbench.url}/api/query`, { method: 'POST', body })
    return ((await response.json()) as { rows: unknown }).rows
  }
  expect(await ask('invalid-decisions.kql')).toEqual([
    ['c-1', 2, 'And the parking?', 'はい', '1', 'Decide.'],
  ])
  expect(await ask('turn-3-yes.kql')).toEqual([['c-1', '食堂は何時まで?', 'And the parking?']])
})
