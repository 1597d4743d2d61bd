import { expect, it } from 'vitest'

import { tenantTrials } from './tenant-trials.ts'

it('puts no row of twenty interleaved tenants into another one’s resource, five of which are open at once', async () => {
  const { fewest, most, rows, wrong } = await tenantTrials(20, 35, 5)
  expect({ rows, wrong }).toEqual({
    rows: {
      RemoteDependencyData: 700,
      MessageData: 700,
      ExceptionData: 100,
      EventData: 120,
    },
    wrong: 0,
  })
  expect(fewest).toBeGreaterThanOrEqual(70)
  expect(most).toBeLessThan(120)
})
