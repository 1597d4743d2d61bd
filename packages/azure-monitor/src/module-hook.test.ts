import { describe, expect, it } from 'vitest'

import { runApp } from './testing/run-app.ts'

describe('the hook for ES modules', { timeout: 30_000 }, () => {
  it("reaches the modules of the client's sockets, to which its main module does not lead", async () => {
    const run = await runApp({ app: 'sockets.mjs', preload: ['--no-warnings'] })
    expect(run).toMatchObject({ code: 0, stdout: 'true true\n', stderr: '' })
  })
})
