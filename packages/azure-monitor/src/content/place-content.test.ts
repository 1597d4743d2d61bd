import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { type Placement, placeContent, type PlacementRules } from './place-content.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const IN = 'gen_ai.input.messages'
const OUT = 'gen_ai.output.messages'
const BIG = JSON.stringify([
  { role: 'user', parts: [{ type: 'text', content: '長'.repeat(30_000) }] },
])
const SMALL = '[{"role":"assistant","parts":[{"type":"text","content":"Yes"}]}]'
const call = { 'gen_ai.operation.name': 'chat', [IN]: BIG, [OUT]: SMALL }

const place = (
  attributes: Readonly<Record<string, unknown>>,
  rules: Partial<PlacementRules> & Partial<PlacementRules['rule']> = {},
): Placement =>
  placeContent(attributes, {
    rule: { mode: rules.mode ?? 'attributes', overflow: rules.overflow ?? 'chunks' },
    spend: () => true,
    besideSpan: false,
    ...rules,
  })
const storedOf = ({ attributes }: Placement): unknown =>
  JSON.parse((attributes['llmops.content.stored'] as string | undefined) ?? 'null')
const digest = (text: string): object => ({
  bytes: Buffer.byteLength(text),
  characters: text.length,
  sha256: sha256(text),
})

describe('placeContent', () => {
  it('leaves attributes without content as they are, the very object', () => {
    const attributes = { 'gen_ai.operation.name': 'chat' }
    expect(place(attributes, { mode: 'hash' })).toEqual({ attributes, pieces: [] })
    expect(place(attributes).attributes).toBe(attributes)
  })

  it('moves what is too much for a row into chunks, and leaves the small on it', () => {
    const placed = place(call)
    expect(storedOf(placed)).toEqual({ [IN]: { as: 'chunks', chunks: 2, ...digest(BIG) } })
    expect(placed.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      [OUT]: SMALL,
      'llmops.content.stored': placed.attributes['llmops.content.stored'],
    })
    expect(placed.pieces.map(({ key, chunks }) => [key, chunks.join('')])).toEqual([[IN, BIG]])
  })

  it('moves the largest until the others fit', () => {
    const texts = { a: 'a'.repeat(30_000), b: 'b'.repeat(20_000), c: 'c'.repeat(15_000) }
    const placed = place({ [IN]: texts.a, [OUT]: texts.b, 'gen_ai.tool.definitions': texts.c })
    expect(Object.keys(storedOf(placed) as object)).toEqual([IN])
  })

  it('moves what the exporter would cut at its own limit', () => {
    const documents = JSON.stringify([{ id: 'x'.repeat(8192) }])
    const placed = place({
      'gen_ai.retrieval.documents': documents,
      'gen_ai.prompt.variable.page': 'y'.repeat(8193),
      'gen_ai.prompt.variable.name': 'Mika',
    })
    expect(storedOf(placed)).toMatchObject({
      'gen_ai.retrieval.documents': { as: 'chunks', chunks: 1 },
      'gen_ai.prompt.variable.page': { as: 'chunks', chunks: 1 },
    })
    expect(placed.attributes['gen_ai.prompt.variable.name']).toBe('Mika')
  })

  it('moves everything into chunks where that is asked for', () => {
    const placed = place(call, { mode: 'chunks' })
    expect(Object.keys(storedOf(placed) as object)).toEqual([IN, OUT])
    expect(placed.pieces.map(({ chunks }) => chunks.join(''))).toEqual([BIG, SMALL])
  })

  it('keeps hashes of what is too much, or of everything', () => {
    const some = place(call, { overflow: 'hash' })
    expect(storedOf(some)).toEqual({ [IN]: { as: 'hash', ...digest(BIG) } })
    expect([some.attributes[OUT], some.pieces]).toEqual([SMALL, []])
    const all = place(call, { mode: 'hash' })
    expect(storedOf(all)).toEqual({
      [IN]: { as: 'hash', ...digest(BIG) },
      [OUT]: { as: 'hash', ...digest(SMALL) },
    })
    expect(all.pieces).toEqual([])
  })

  it('touches nothing that the content policy has cut to fit', () => {
    expect(place(call, { overflow: 'cut' }).attributes).toEqual(call)
  })

  it('keeps hashes where the day has no bytes left, and says why', () => {
    const asked: number[] = []
    const placed = place(call, { spend: (bytes) => asked.push(bytes) > 1 })
    expect(asked).toEqual([Buffer.byteLength(BIG) + Buffer.byteLength(SMALL)])
    expect(placed).toEqual({
      attributes: {
        'gen_ai.operation.name': 'chat',
        'llmops.content.stored': placed.attributes['llmops.content.stored'],
        'llmops.content.degraded': 'daily_budget',
      },
      pieces: [],
    })
    expect(storedOf(placed)).toMatchObject({ [IN]: { as: 'hash' }, [OUT]: { as: 'hash' } })
  })

  it('asks for no bytes of what it does not send', () => {
    const asked: number[] = []
    const spend = (bytes: number): boolean => asked.push(bytes) > 0
    place(call, { mode: 'hash', spend })
    place(call, { overflow: 'hash', spend })
    expect(asked).toEqual([Buffer.byteLength(SMALL)])
  })

  it('leaves to the call’s own row what does not fit on an event beside it', () => {
    const event = { ...call, [IN]: JSON.parse(BIG) as unknown, [OUT]: JSON.parse(SMALL) as unknown }
    const placed = place(event, { besideSpan: true })
    expect(storedOf(placed)).toEqual({ [IN]: { as: 'span', ...digest(BIG) } })
    expect([placed.attributes[OUT], placed.pieces]).toEqual([SMALL, []])
    const spent = place(event, { besideSpan: true, spend: () => false })
    expect(storedOf(spent)).toMatchObject({ [IN]: { as: 'span' }, [OUT]: { as: 'span' } })
    expect(spent.attributes['llmops.content.degraded']).toBeUndefined()
  })

  it('leaves out what has no JSON', () => {
    const endless: Record<string, unknown> = {}
    endless['self'] = endless
    expect(place({ [IN]: endless, [OUT]: 1n, 'gen_ai.tool.definitions': undefined })).toEqual({
      attributes: {
        [IN]: '[left out]',
        [OUT]: '[left out]',
        'gen_ai.tool.definitions': undefined,
      },
      pieces: [],
    })
  })

  it('takes half a surrogate pair for the character that it becomes in UTF-8', () => {
    const placed = place({ 'gen_ai.retrieval.query.text': 'x\ud83d' }, { mode: 'chunks' })
    expect(placed.pieces[0]?.chunks).toEqual(['x\ufffd'])
    expect(storedOf(placed)).toMatchObject({
      'gen_ai.retrieval.query.text': digest('x\ufffd'),
    })
  })

  it('keeps what it says of many attributes within one property', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`gen_ai.prompt.variable.v${index}`, 'x']),
    )
    const placed = place(many, { mode: 'chunks' })
    expect((placed.attributes['llmops.content.stored'] as string).length).toBeLessThanOrEqual(8192)
    const stored = storedOf(placed) as { unlisted: number }
    expect(Object.keys(stored).length - 1 + stored.unlisted).toBe(100)
    expect(placed.pieces).toHaveLength(100)
  })
})
