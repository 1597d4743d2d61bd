import { expect, it } from 'vitest'

import { flushTrials } from './flush-trials.ts'

it('loses no row of a process that is killed after withFlush has given its answer', async () => {
  const { outcomes } = await flushTrials(10, 2)
  const onDisk = { delivered: 0, onDisk: 2, lost: 0 }
  expect(outcomes).toEqual({
    'takes everything': { delivered: 2, onDisk: 0, lost: 0 },
    'never answers': onDisk,
    'breaks connections': onDisk,
    'answers 429': onDisk,
    'answers 500': onDisk,
  })
}, 60_000)
