import { describe, expect, it } from 'vitest'

import { chunk, delta, STREAM_USAGE } from '../testing/fixtures.ts'
import { askForUsage, hideUsage } from './included-usage.ts'

const STREAMED = { model: 'gpt-4o', messages: [], stream: true }

describe('askForUsage', () => {
  it.each([
    [undefined, { include_usage: true }],
    [null, { include_usage: true }],
    [{ include_obfuscation: false }, { include_obfuscation: false, include_usage: true }],
  ])('adds to stream_options %j on a copy', (stream_options, expected) => {
    const body = { ...STREAMED, stream_options }
    const before = structuredClone(body)
    const options = Promise.resolve({})
    const args = askForUsage([body, options])
    expect(args).toEqual([{ ...STREAMED, stream_options: expected }, options])
    expect(args?.[1]).toBe(options)
    expect(body).toEqual(before)
  })

  class Params {
    readonly stream = true
  }

  it.each([
    ['no parameters', []],
    ['no stream', [{ ...STREAMED, stream: false }]],
    ['a stream by another word', [{ ...STREAMED, stream: 'true' }]],
    ['usage that is asked for', [{ ...STREAMED, stream_options: { include_usage: true } }]],
    ['usage that is not wanted', [{ ...STREAMED, stream_options: { include_usage: false } }]],
    ['options that are no object', [{ ...STREAMED, stream_options: 'all' }]],
    ['parameters of a class', [new Params()]],
    ['parameters that write themselves', [{ ...STREAMED, toJSON: () => ({}) }]],
    ['a body in the request options', [STREAMED, { body: STREAMED }]],
  ])('leaves %s alone', (_what, args) => {
    expect(askForUsage(args)).toBeUndefined()
  })
})

describe('hideUsage', () => {
  it('hides the chunk that has only usage', () => {
    expect(hideUsage(chunk([], { usage: STREAM_USAGE }))).toBe(true)
  })

  it('takes the null of the others away, and nothing else', () => {
    const piece = chunk([delta({ content: 'Y' })])
    const { usage: _, ...rest } = piece
    expect(hideUsage(piece)).toBe(false)
    expect(piece).toStrictEqual(rest)
  })

  it.each([
    ['usage beside a choice', chunk([delta({ content: '' })], { usage: STREAM_USAGE })],
    ['a chunk without choices and usage', { id: 'chatcmpl-1', choices: [] }],
    ['usage without a word of choices', { usage: STREAM_USAGE }],
    ['Azure’s verdict on the prompt', { choices: [], prompt_filter_results: [{}], usage: {} }],
    ['an odd answer', 'data'],
    ['nothing', null],
  ])('shows %s as it is', (_what, shown) => {
    const before = structuredClone(shown)
    expect(hideUsage(shown)).toBe(false)
    expect(shown).toStrictEqual(before)
  })
})
