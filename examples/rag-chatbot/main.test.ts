import { fileURLToPath } from 'node:url'

import { afterEach, describe, expect, it } from 'vitest'

import { type Child, createChildren } from './demo/children.ts'
import type { Tally } from './model-server/tally.ts'

/** Both programs as a person starts them, with our packages from their sources. */
const children = createChildren()
afterEach(() => children.stopAll())

/** Only what a case sets: the environment of the test run may name a model. */
const NOTHING_SET = {
  OPENAI_API_KEY: '',
  OPENAI_BASE_URL: '',
  OPENAI_MODEL: '',
  AZURE_OPENAI_ENDPOINT: '',
}

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  return children.start({
    name: program,
    args: ['--conditions=@kansoku/source', program, ...args],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...NOTHING_SET, ...env },
  })
}

describe('the chatbot and the model server as programs', () => {
  it('hold conversations, and say what to set without a model', async () => {
    const server = start('model-server/main.ts', ['--seed', '4', '--latency-scale', '0'])
    const [line] = await server.sees(/^\{.*\}$/, 20)
    const { url, baseURL } = JSON.parse(line) as { url: string; baseURL: string }
    expect(baseURL).toBe(`${url}/v1`)

    const args = ['--conversations', '4', '--seed', '4', '--progress=json']
    const output = await start('main.ts', args, { OPENAI_BASE_URL: baseURL }).ends(20)
    const lines = output.trim().split('\n')
    expect(lines.map((json) => (JSON.parse(json) as { type: string }).type)).toEqual([
      'progress',
      'progress',
      'progress',
      'progress',
      'done',
    ])
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ conversations: 4, turns: 12 })

    const tally = (await (await fetch(`${url}/tally`)).json()) as Tally
    expect(
      tally.searchDecision.map(({ turn, Yes, No, Other }) => [turn, Yes + No + Other]),
    ).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
    ])

    await expect(
      start('main.ts', [], { OPENAI_BASE_URL: `${url}/nowhere` }).ends(20),
    ).rejects.toThrow(/exit code 1:\n[^]*No question could be answered \(\d\d were asked\): 404/)
    await expect(start('main.ts', []).ends(20)).rejects.toThrow(
      /exit code 2:\nNo model to talk to\. Set one of:/,
    )
    await expect(start('model-server/main.ts', ['--seed', 'x']).ends(20)).rejects.toThrow(
      /--seed must be a number/,
    )
  })
})
