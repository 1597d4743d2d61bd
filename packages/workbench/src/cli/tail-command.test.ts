import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { announce } from './running.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

const call = (id: string, label: string) =>
  Object.assign(
    callEnvelope(id, {
      properties: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.prompt.name': 'search_decision',
        'gen_ai.prompt.version': '1',
        'llmops.output.valid': 'true',
        'llmops.output.label': label,
      },
    }),
    { time: new Date().toISOString() },
  )

describe('kansoku tail', () => {
  it('prints the calls there are, and each that comes, once', async () => {
    const data = temporaryFolder()
    const { url } = await testWorkbench({ data, warm: true })
    await announce(data, url)
    await post(url, [call('00f067aa0ba902b1', 'Yes')])
    const args = [
      '--conditions=@kansoku/source',
      CLI,
      'tail',
      '--data',
      data,
      '--since',
      '1h',
      '--json',
    ]
    const child = spawn(process.execPath, args, {
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_COMPILE_CACHE: join(tmpdir(), 'kansoku-test-compiled'),
      },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = new Promise<number | null>((resolve) => {
      child.once('close', resolve)
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? '')
    expect(await next()).toMatchObject({ Id: '00f067aa0ba902b1', Detail: 'Yes', Outcome: 'ok' })
    await post(url, [call('00f067aa0ba902b2', 'No')])
    expect(await next()).toMatchObject({ Id: '00f067aa0ba902b2', Detail: 'No', PromptVersion: '1' })
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })
})
