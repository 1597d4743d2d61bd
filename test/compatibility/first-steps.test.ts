import { execFile } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import { type ModelServer, startModelServer, stop } from '../end-to-end/processes.ts'

const clone = fileURLToPath(new URL('../../', import.meta.url))
const blocks = blocksOf('docs/first-steps.md')
const commands = (title: string): string[] =>
  blocks.flatMap((block) =>
    block.language === 'sh' && block.title === title ? block.text.trim().split('\n') : [],
  )

let folder: string
let models: ModelServer

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), 'kansoku-first-steps-'))
  const [, ...faults] = /model-server --port 8080(?: (.*))?$/.exec(commands('model')[0] ?? '') ?? []
  models = await startModelServer(['--latency-scale', '0', ...faults.join(' ').split(' ')])
})
afterAll(async () => {
  await stop(models)
  await rm(folder, { recursive: true })
})

/** Typed as it stands there, but for the folder and the ports. */
function typed(line: string, cwd: string): Promise<{ code: number; output: string }> {
  const command = line
    .replaceAll('../my-app', folder)
    .replaceAll('http://127.0.0.1:8080/v1', models.baseURL)
    .replace('kansoku dev', 'kansoku dev --port 0')
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, NO_COLOR: '1' }, timeout: 240_000 }
    execFile('bash', ['-c', command], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}

it(
  'lead from the clone to a first evaluation, by the commands of the page',
  {
    timeout: 300_000,
  },
  async () => {
    expect(
      blocksOf('README.md').some(({ text }) => text.startsWith(`${commands('demo')[0]} `)),
    ).toBe(true)
    const installed = await typed(commands('clone').join(' && '), clone)
    expect(installed).toMatchObject({ code: 0 })
    expect(installed.output).not.toMatch(/ERESOLVE|EBADENGINE/)
    await Promise.all(
      blocks
        .filter(({ title }) => title.includes('.'))
        .map(({ text, title }) => writeFile(join(folder, title), text)),
    )
    const [environment = '', ...own] = commands('app')
    const outputs: string[] = []
    for (const line of own) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as by hand
      const { code, output } = await typed(`${environment} && ${line}`, folder)
      outputs.push(`${code} ${output}`)
    }
    expect(outputs).toEqual([
      expect.stringMatching(/^0 .*How many days of leave do I have\?/s),
      expect.stringMatching(/^0 Answers per turn\n.* 1 {2}\S+ {2}.*Other [1-9]/s),
      expect.stringMatching(/^0 .* fired\n/s),
      expect.stringMatching(/^3 search-decision: .*all +[0-3] of 4 .*contract: /s),
    ])
  },
)
