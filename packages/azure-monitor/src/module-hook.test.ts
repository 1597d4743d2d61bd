import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { afterAll, describe, expect, it } from 'vitest'

import { runApp } from './testing/run-app.ts'

const names = mkdtempSync(join(tmpdir(), 'kansoku-test-'))
afterAll(() => rmSync(names, { recursive: true }))

describe('the hook for ES modules', { timeout: 30_000 }, () => {
  it("reaches the modules of the client's sockets, to which its main module does not lead", async () => {
    const run = await runApp({ app: 'sockets.mjs', preload: ['--no-warnings'] })
    expect(run).toMatchObject({ code: 0, stdout: 'true true\n', stderr: '' })
  })

  it('reaches the client under another name, and by its parts', async () => {
    const openai = dirname(fileURLToPath(import.meta.resolve('openai')))
    const other = join(names, 'openai-f0ed28f090f94724')
    symlinkSync(openai, other, 'junction')
    const args = [pathToFileURL(join(other, 'index.mjs')).href, 'openai/client', 'openai/azure']
    const runs = await Promise.all(
      args.map((name) => runApp({ app: 'imports.mjs', args: [name], preload: ['--no-warnings'] })),
    )
    expect(runs.map(({ stdout, stderr }) => stdout + stderr)).toEqual(args.map(() => 'true\n'))
  })
})
