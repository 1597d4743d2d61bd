import { describe, expect, it } from 'vitest'

import type { ContentPolicy } from './content-policy.ts'
import { contentSettings } from './content-policy.ts'
import { redactors } from './redactors/redactors.ts'
import { resolveContentPolicy } from './resolve-content-policy.ts'

const DEFAULTS = {
  capture: 'NO_CONTENT',
  redactors: [],
  textBytes: 32_768,
  attributeBytes: 65_536,
  attributes: {},
  callBytes: 131_072,
  blobBytes: 8_192,
  media: 'uri',
  toolDefinitions: 'names',
}
const CAPTURE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'
const mine = (text: string): string => text
const alsoMine = (text: string): string => text.trim()

describe('resolveContentPolicy', () => {
  it('records nothing of content unless somebody asks', () => {
    const nothing = { general: DEFAULTS, prompts: new Map(), capturesAnything: false, warnings: [] }
    expect(resolveContentPolicy()).toEqual(nothing)
    expect(resolveContentPolicy({}, { [CAPTURE]: ' ', KANSOKU_CONTENT_REDACT: '' })).toEqual(
      nothing,
    )
  })

  it('reads everything from the environment that a flag can say', () => {
    const { general, warnings } = resolveContentPolicy(
      {},
      {
        [CAPTURE]: 'span_and_event',
        KANSOKU_CONTENT_REDACT: 'email, myNumber',
        KANSOKU_CONTENT_MEDIA: 'Omit',
        KANSOKU_CONTENT_TOOL_DEFINITIONS: 'full',
        KANSOKU_CONTENT_TEXT_BYTES: '1000',
        KANSOKU_CONTENT_ATTRIBUTE_BYTES: '2000',
        KANSOKU_CONTENT_CALL_BYTES: '3000',
        KANSOKU_CONTENT_BLOB_BYTES: '4000',
      },
    )
    expect([general, warnings]).toEqual([
      {
        capture: 'SPAN_AND_EVENT',
        redactors: [redactors.email, redactors.myNumber],
        textBytes: 1000,
        attributeBytes: 2000,
        attributes: {},
        callBytes: 3000,
        blobBytes: 4000,
        media: 'omit',
        toolDefinitions: 'full',
      },
      [],
    ])
  })

  it('takes options before the environment, and the environment before the defaults of a backend', () => {
    const { general } = resolveContentPolicy(
      {
        capture: 'EVENT_ONLY',
        redact: mine,
        budgets: { textBytes: 512, attributes: { 'gen_ai.tool.definitions': 300 } },
      },
      { [CAPTURE]: 'nonsense', KANSOKU_CONTENT_REDACT: 'all', KANSOKU_CONTENT_CALL_BYTES: '999' },
      {
        budgets: {
          callBytes: 4096,
          attributeBytes: 2048,
          attributes: { 'gen_ai.memory.records': 400 },
          blobBytes: undefined,
        },
      },
    )
    expect(general).toEqual({
      ...DEFAULTS,
      capture: 'EVENT_ONLY',
      redactors: [mine],
      textBytes: 512,
      attributeBytes: 2048,
      attributes: { 'gen_ai.memory.records': 400, 'gen_ai.tool.definitions': 300 },
      callBytes: 999,
    })
  })

  it('takes captureMessageContent, which is short for its capture, before it', () => {
    const policy: ContentPolicy = { capture: 'EVENT_ONLY' }
    const captured = (captureMessageContent: unknown): string =>
      resolveContentPolicy(policy, {}, { captureMessageContent }).general.capture
    expect([captured('NO_CONTENT'), captured(true), captured(undefined), captured(7)]).toEqual([
      'NO_CONTENT',
      'SPAN_ONLY',
      'EVENT_ONLY',
      'NO_CONTENT',
    ])
  })

  it('gives a version its prompt’s rules, and a prompt the general ones, but for what they say themselves; redactors add up', () => {
    const policy = resolveContentPolicy({
      redact: redactors.all,
      media: 'omit',
      prompts: {
        'search_decision@7': { capture: 'SPAN_AND_EVENT', redact: alsoMine },
        search_decision: { capture: 'SPAN_ONLY', redact: [mine], budgets: { callBytes: 4096 } },
        medical: { capture: 'SPAN_ONLY' },
        medicals: { media: 'uri' },
        medicall: {},
        'answer@2': { toolDefinitions: 'full' },
      },
    })
    const general = { ...DEFAULTS, redactors: [redactors.all], media: 'omit' }
    const named = {
      ...general,
      capture: 'SPAN_ONLY',
      redactors: [redactors.all, mine],
      callBytes: 4096,
    }
    const of = (name: string, version?: string | number): unknown =>
      contentSettings(policy, { name, version })
    expect(policy.capturesAnything).toBe(true)
    expect(contentSettings(policy, undefined)).toEqual(general)
    expect(of('other', 7)).toEqual(general)
    expect([of('medical', 7), of('medicals', 7)]).toEqual([
      { ...general, capture: 'SPAN_ONLY' },
      { ...general, media: 'uri' },
    ])
    // Its name but for the last letter is another prompt's.
    expect(of('medicall')).toEqual(general)
    expect(of('search_decision')).toEqual(named)
    expect(of('search_decision', 6)).toEqual(named)
    expect(of('search_decision', 7)).toEqual({
      ...named,
      capture: 'SPAN_AND_EVENT',
      redactors: [redactors.all, mine, alsoMine],
    })
    expect([of('answer', 2), of('answer', 1)]).toEqual([
      { ...general, toolDefinitions: 'full' },
      general,
    ])
  })

  it('lets nothing more through where it does not understand, and says what and where', () => {
    const { general, warnings } = resolveContentPolicy(
      {
        redact: ['emial', null] as never,
        media: 'thumbnail' as never,
        budgets: { textBytes: -1 },
        prompts: { p: { capture: {} as never } },
      },
      { [CAPTURE]: 'ALL', KANSOKU_CONTENT_CALL_BYTES: '10kB' },
    )
    const text = general.redactors.map((redact) =>
      redact('x', { attribute: 'a', path: 'a', direction: 'input' }),
    )
    expect([general.capture, general.media, general.textBytes, text]).toEqual([
      'NO_CONTENT',
      'omit',
      32_768,
      [undefined, undefined],
    ])
    expect(warnings).toEqual([
      `${CAPTURE}: "ALL" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT`,
      'contentPolicy.redact: "emial" is not a redactor, all text is left out. Use a function, or email, phone, card, secret, myNumber, all',
      'contentPolicy.redact: "object" is not a redactor, all text is left out. Use a function, or email, phone, card, secret, myNumber, all',
      'contentPolicy.budgets.textBytes: "-1" is not a number of bytes from 256 on, it stays 32768',
      'KANSOKU_CONTENT_CALL_BYTES: "10kB" is not a number of bytes from 256 on, it stays 131072',
      'contentPolicy.media: "thumbnail" is none of uri, blob, omit, and taken for omit',
      `contentPolicy.prompts['p'].capture: "object" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT`,
    ])
  })

  it('takes what is resolved already as it is, but for captureMessageContent', () => {
    const policy = resolveContentPolicy({ capture: 'SPAN_ONLY', media: 'none' as never })
    const again = resolveContentPolicy(policy, { [CAPTURE]: 'NO_CONTENT' })
    expect(again).toEqual({ ...policy, warnings: [] })
    const other = resolveContentPolicy(policy, {}, { captureMessageContent: 'NO_CONTENT' })
    expect(other.general).toEqual({ ...policy.general, capture: 'NO_CONTENT' })
    expect(other.capturesAnything).toBe(false)
  })
})
