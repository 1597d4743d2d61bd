import { PassThrough } from 'node:stream'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { lookOf } from './look.ts'

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

/** A terminal says by its depth what it shows; with NO_COLOR Node's own say 1. */
function stream(look: { isTTY: boolean; depth: number }): NodeJS.WriteStream {
  const { isTTY, depth } = look
  const out = Object.assign(new PassThrough(), { isTTY, columns: 60, getColorDepth: () => depth })
  return out as unknown as NodeJS.WriteStream
}

it('carries width and colours of a terminal through the pipe', () => {
  const colors = { FORCE_COLOR: '1', NO_COLOR: undefined }
  expect(lookOf(stream({ isTTY: true, depth: 8 }))).toEqual({ COLUMNS: '60', ...colors })
  expect(lookOf(stream({ isTTY: true, depth: 1 }))).toEqual({ COLUMNS: '60' })
  expect(lookOf(stream({ isTTY: false, depth: 1 }))).toEqual({})
})
