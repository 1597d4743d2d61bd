import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { loadClient } from './testing/clients.ts'
import { checkCases } from './testing/random/check.ts'
import { createPlayer } from './testing/random/play.ts'
import { record, type Recorder } from './testing/telemetry.ts'

let recorder: Recorder

beforeEach(() => {
  recorder = record()
})
afterEach(() => recorder.stop())

/** Some hundreds here, ten thousand in test/external/random-answers.test.ts. */
describe('any answer of the API, whole, mutated, cut or broken', () => {
  it('reaches the application as without us, and has one ended span that tells of it', async () => {
    const play = createPlayer(await loadClient(7, 'esm'), 7, recorder)
    await expect(checkCases({ play, runs: 400 })).resolves.toBeUndefined()
  })
})
