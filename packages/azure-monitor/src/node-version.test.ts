import { expect, it } from 'vitest'

import { isSupportedNode } from './node-version.ts'

it.each([
  ['20.20.2', false],
  ['22.14.0', false],
  ['22.15.0', true],
  ['24.0.0-rc.1', true],
])('takes Node %s: %s', (version, supported) => {
  expect(isSupportedNode(version)).toBe(supported)
})
