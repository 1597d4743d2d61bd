import { describe, expect, it } from 'vitest'

import { resolveContentStorage } from './resolve-storage.ts'
import { storageRule } from './storage-options.ts'

describe('resolveContentStorage', () => {
  it('leaves content on its row, cut to fit, unless asked for something else', () => {
    expect(resolveContentStorage()).toEqual({
      general: { mode: 'attributes', overflow: 'cut' },
      prompts: new Map(),
      dailyBytes: undefined,
      instructionsOnce: false,
      active: false,
      chunks: false,
      warnings: [],
    })
  })

  it('takes the environment, and options before it', () => {
    const env = {
      KANSOKU_CONTENT_MODE: 'hash',
      KANSOKU_CONTENT_OVERFLOW: ' Chunks ',
      KANSOKU_CONTENT_DAILY_BYTES: '1000',
      KANSOKU_CONTENT_INSTRUCTIONS: 'once',
    }
    expect(resolveContentStorage({}, env)).toMatchObject({
      general: { mode: 'hash', overflow: 'chunks' },
      dailyBytes: 1000,
      instructionsOnce: true,
      active: true,
    })
    const options = {
      mode: 'attributes',
      overflow: 'hash',
      dailyBytes: 5,
      instructions: 'each-call',
    } as const
    expect(resolveContentStorage(options, env)).toMatchObject({
      general: { mode: 'attributes', overflow: 'hash' },
      dailyBytes: 5,
      instructionsOnce: false,
    })
  })

  it('has rules for a prompt, and on them those for one version, wherever they are written', () => {
    const storage = resolveContentStorage({
      prompts: {
        'answer@7': { mode: 'attributes' },
        answer: { mode: 'chunks', overflow: 'hash' },
        'other@1': { mode: 'hash' },
      },
    })
    const of = (name: unknown, version?: unknown): unknown => storageRule(storage, name, version)
    expect(of('answer', '7')).toEqual({ mode: 'attributes', overflow: 'hash' })
    expect(of('answer', '8')).toEqual({ mode: 'chunks', overflow: 'hash' })
    expect(of('other', 1)).toEqual({ mode: 'hash', overflow: 'cut' })
    expect(of('other', 2)).toEqual({ mode: 'attributes', overflow: 'cut' })
    expect(of(undefined)).toEqual({ mode: 'attributes', overflow: 'cut' })
  })

  it('never lets more through for a word that it does not know', () => {
    const storage = resolveContentStorage(
      { prompts: { answer: { mode: 'chunk' as 'chunks' } } },
      {
        KANSOKU_CONTENT_MODE: 'all',
        KANSOKU_CONTENT_OVERFLOW: 'everything',
        KANSOKU_CONTENT_DAILY_BYTES: '1 GB',
        KANSOKU_CONTENT_INSTRUCTIONS: 'twice',
      },
    )
    expect(storage).toMatchObject({
      general: { mode: 'hash', overflow: 'cut' },
      prompts: new Map([['answer', { mode: 'hash', overflow: 'cut' }]]),
      dailyBytes: 0,
      instructionsOnce: false,
    })
    expect(storage.warnings).toEqual([
      'KANSOKU_CONTENT_MODE is none of attributes, chunks, hash, and taken for hash.',
      'KANSOKU_CONTENT_OVERFLOW is none of cut, chunks, hash, and taken for cut.',
      "contentStorage.prompts['answer'].mode is none of attributes, chunks, hash, and taken for hash.",
      'KANSOKU_CONTENT_DAILY_BYTES is not a number of bytes: no content is sent, only its hashes.',
      'KANSOKU_CONTENT_INSTRUCTIONS is none of each-call, once, and taken for each-call.',
    ])
  })
})
