import { createHash } from 'node:crypto'

import type { SpanContext } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'

import { type ContentItem, contentItem } from './content-item.ts'
import { type Referred, repeatedInstructions } from './repeated-instructions.ts'

const IN = 'gen_ai.input.messages'
const SYSTEM = 'gen_ai.system_instructions'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const call = (spanId: string): SpanContext => ({ traceId: `t-${spanId}`, spanId, traceFlags: 1 })

const part = (content: string): string => JSON.stringify({ type: 'text', content })
const LONG = part('検索するか"判断"してください。'.repeat(40))
const asked = (parts: string, role = 'system'): string =>
  `[{"role":"${role}","parts":[${parts}]},{"role":"user","parts":[${part('今日は？')}]}]`
const reference = (parts: string, spanId: string): string =>
  JSON.stringify({
    type: 'repeated_instructions',
    sha256: sha256(parts),
    operation_id: `t-${spanId}`,
    span_id: spanId,
  })
const texts = ({ items }: Referred): string[] => items.map(({ text }) => text)
const chat = (text: string): ContentItem[] => [contentItem(IN, text)]

const numbered = (index: number): ContentItem[] => chat(asked(part(`${index} `.repeat(300))))

/** What a call of this content comes to, in a process that has sent what was sent before. */
function referring(now: () => number = () => 0): (id: string, items: ContentItem[]) => Referred {
  const { refer } = repeatedInstructions(now)
  return (id, items) => {
    const referred = refer(items, call(id), true)
    referred.sent()
    return referred
  }
}

describe('repeated instructions', () => {
  it.each([
    ['of a chat', IN, (parts: string) => asked(parts)],
    ['of a developer', IN, (parts: string) => asked(parts, 'developer')],
    ['beside the messages', SYSTEM, (parts: string) => `[${parts}]`],
  ])('%s are sent once, and named in every call', (_, key, text) => {
    const refer = referring()
    const first = refer('a', [contentItem(key, text(LONG))])
    expect(first.repeated).toMatchObject({
      key: 'repeated_instructions',
      chunks: [LONG],
      digest: { sha256: sha256(LONG) },
    })
    expect(texts(first)).toEqual([text(reference(LONG, 'a'))])
    const second = refer('b', [contentItem(key, text(LONG))])
    expect(second.repeated).toBeUndefined()
    expect(texts(second)).toEqual([text(reference(LONG, 'a'))])
  })

  it('are the same in both forms', () => {
    const refer = referring()
    refer('a', chat(asked(LONG)))
    const second = refer('b', [contentItem(SYSTEM, `[${LONG}]`)])
    expect([texts(second), second.repeated]).toEqual([[`[${reference(LONG, 'a')}]`], undefined])
  })

  it('are sent again on another day, and where they were decided not to be sent', () => {
    let now = 0
    const refer = referring(() => now)
    refer('a', chat(asked(LONG)))
    now = 86_400_000
    expect(refer('b', chat(asked(LONG))).repeated).toBeDefined()
    const { refer: unsent } = repeatedInstructions(() => 0)
    unsent(chat(asked(LONG)), call('a'), true)
    expect(unsent(chat(asked(LONG)), call('b'), true).repeated).toBeDefined()
  })

  it('are named and never sent by what stands beside the row of its call', () => {
    const { refer } = repeatedInstructions(() => 0)
    const referred = refer(chat(asked(LONG)), call('a'), false)
    referred.sent()
    expect([texts(referred), referred.repeated]).toEqual([[asked(reference(LONG, 'a'))], undefined])
    expect(refer(chat(asked(LONG)), call('a'), true).repeated).toBeDefined()
  })

  it.each([
    ['short', asked(part('Be brief.'))],
    ['said by the user', asked(LONG, 'user')],
    ['cut to no JSON', asked(LONG).slice(0, -2)],
    ['none', '[]'],
    ['numbers that JSON writes otherwise', asked(`{"type":"x","n":1.0,"s":${LONG}}`)],
  ])('that are %s stay where they are', (_, text) => {
    const referred = referring()('a', chat(text))
    expect([texts(referred), referred.repeated]).toEqual([[text], undefined])
  })

  it('of a thousand prompts are remembered, the latest ones', () => {
    const refer = referring()
    for (let index = 0; index <= 1000; index += 1) refer(`${index}`, numbered(index))
    expect(refer('x', numbered(1000)).repeated).toBeUndefined()
    expect(refer('x', numbered(1)).repeated).toBeUndefined()
    expect(refer('x', numbered(0)).repeated).toBeDefined()
  })
})
