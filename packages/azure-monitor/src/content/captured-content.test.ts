import type { ContentPolicy, ResolvedContentPolicy } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import { capturedContent } from './captured-content.ts'
import { resolveContentStorage } from './resolve-storage.ts'
import type { ContentStorage } from './storage-options.ts'

const captured = (storage: ContentStorage, policy: ContentPolicy = {}): ResolvedContentPolicy =>
  capturedContent(resolveContentStorage(storage), policy, {}, 'SPAN_ONLY')

/** Bytes of a call in general, and by prompt. */
const callBytes = ({ general, prompts }: ResolvedContentPolicy): unknown => [
  general.callBytes,
  Object.fromEntries([...prompts].map(([key, settings]) => [key, settings.callBytes])),
]

const ROW = 40_960
const WHOLE = 1_048_576

describe('what is captured', () => {
  it('is what fits a row, or a mebibyte where it goes elsewhere', () => {
    expect(callBytes(captured({}))).toEqual([ROW, {}])
    expect(callBytes(captured({ overflow: 'chunks' }))).toEqual([WHOLE, {}])
    expect(callBytes(captured({ mode: 'hash' }))).toEqual([WHOLE, {}])
    expect(captured({}).general.attributes).toMatchObject({ 'gen_ai.retrieval.documents': 8192 })
    expect(captured({ mode: 'chunks' }).general.attributes).toEqual({})
  })

  it('is so by prompt, whichever of policy and storage names it', () => {
    const policy: ContentPolicy = {
      prompts: { answer: { media: 'omit' }, 'answer@7': {}, 'other@1': { capture: 'NO_CONTENT' } },
    }
    const storage: ContentStorage = {
      prompts: { answer: { mode: 'chunks' }, 'answer@8': { mode: 'attributes', overflow: 'cut' } },
    }
    const resolved = captured(storage, policy)
    expect(callBytes(resolved)).toEqual([
      ROW,
      { answer: WHOLE, 'answer@7': WHOLE, 'answer@8': ROW, 'other@1': ROW },
    ])
    expect(resolved.prompts.get('answer@8')?.media).toBe('omit')
    expect(resolved.prompts.get('other@1')?.capture).toBe('NO_CONTENT')
  })

  it('has the budgets that somebody asked for', () => {
    const policy: ContentPolicy = { budgets: { callBytes: 5_000_000, textBytes: 300 } }
    expect(captured({ mode: 'chunks' }, policy).general).toMatchObject({
      callBytes: 5_000_000,
      textBytes: 300,
      attributeBytes: WHOLE,
    })
  })
})
