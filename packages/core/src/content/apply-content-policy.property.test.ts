import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { utf8Length } from '../utf8.ts'
import { applyContentPolicy, type Content } from './apply-content-policy.ts'
import { CUT_MARK } from './cut-json.ts'
import { resolveContentPolicy } from './resolve-content-policy.ts'
import { arbitraryContent, arbitraryText } from './testing/arbitrary-content.ts'

const TEXTS = /query\.text|explanation|variable/
const bytes = fc.integer({ min: 256, max: 4096 })
const arbitraryBudgets = fc.record({ textBytes: bytes, attributeBytes: bytes, callBytes: bytes })

describe('the content policy', () => {
  it('keeps every budget, and both forms the same, whatever the texts are made of', () => {
    fc.assert(
      fc.property(arbitraryContent(arbitraryText), arbitraryBudgets, (content, budgets) => {
        const { general } = resolveContentPolicy({ budgets, toolDefinitions: 'full' })
        const { forEvent, forSpan, remarks } = applyContentPolicy(general, content)
        let total = 0
        for (const [attribute, value] of Object.entries(forSpan)) {
          const text = String(value)
          const size = utf8Length(text)
          total += size
          expect(size).toBeLessThanOrEqual(budgets.attributeBytes)
          expect(TEXTS.test(attribute) ? text : JSON.parse(text)).toEqual(forEvent[attribute])
          expect(unshapely(attribute, forEvent[attribute])).toEqual([])
        }
        expect(total).toBeLessThanOrEqual(budgets.callBytes)
        const cut = remarks['llmops.content.truncated'] ?? []
        const missing = given(content).filter((attribute) => forSpan[attribute] === undefined)
        expect(cut).toEqual(expect.arrayContaining(missing))
      }),
      { numRuns: 500 },
    )
  })

  it('leaves no attribute out that has a kilobyte to itself', () => {
    const enough = fc.integer({ min: 1024, max: 4096 })
    fc.assert(
      fc.property(arbitraryContent(arbitraryText), enough, (content, attributeBytes) => {
        const { general } = resolveContentPolicy({ budgets: { attributeBytes } })
        const { forSpan } = applyContentPolicy(general, content)
        expect(Object.keys(forSpan)).toEqual(given(content))
      }),
      { numRuns: 300 },
    )
  })

  it('takes anything at all for any attribute', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withTypedArray: true,
    })
    const attributes = fc.constantFrom(
      'gen_ai.input.messages',
      'gen_ai.tool.definitions',
      'gen_ai.memory.records',
      'gen_ai.tool.call.result',
      'gen_ai.retrieval.query.text',
      'mine',
    )
    const inShape = anything.map((any) => [
      { role: 'user', parts: [any, { type: 'text', id: any, content: any }], name: any },
    ])
    fc.assert(
      fc.property(
        fc.dictionary(attributes, fc.oneof(anything, inShape)),
        bytes,
        (content, callBytes) => {
          const { general } = resolveContentPolicy({
            budgets: { callBytes },
            toolDefinitions: 'full',
          })
          const { forSpan } = applyContentPolicy(general, content)
          expect(utf8Length(Object.values(forSpan).join(''))).toBeLessThanOrEqual(callBytes)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('has one output message for each choice, also where they are cut', () => {
    fc.assert(
      fc.property(arbitraryContent(arbitraryText), arbitraryBudgets, (content, budgets) => {
        const { general } = resolveContentPolicy({ budgets })
        const { forEvent } = applyContentPolicy(general, content)
        const recorded = forEvent['gen_ai.output.messages']
        const sent = content['gen_ai.output.messages']
        expect(recorded === undefined || (recorded as []).length === (sent as []).length).toBe(true)
      }),
    )
  })

  it('cuts a text between two characters as people see them', () => {
    const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
    const of = (text: string): string[] =>
      [...characters.segment(text)].map(({ segment }) => segment)
    const seen = fc.string({
      unit: fc.constantFrom('👩‍👩‍👧‍👦', '👍🏽', '🇯🇵', 'が', 'e\u0301\u0323', '\r\n', '東', 'a', '한'),
      minLength: 50,
      maxLength: 400,
    })
    fc.assert(
      fc.property(seen, bytes, (text, textBytes) => {
        const { general } = resolveContentPolicy({ budgets: { textBytes, callBytes: 8192 } })
        const content = { 'gen_ai.retrieval.query.text': text }
        const recorded = String(
          applyContentPolicy(general, content).forSpan['gen_ai.retrieval.query.text'],
        )
        if (recorded === text) return
        const kept = of(recorded.slice(0, -CUT_MARK.length))
        expect(recorded.endsWith(CUT_MARK)).toBe(true)
        expect(kept).toEqual(of(text).slice(0, kept.length))
        // No more was taken than had to be: one character, at most 25 bytes here.
        expect(utf8Length(recorded)).toBeGreaterThan(textBytes - 28)
      }),
    )
  })

  it('lets a redactor see every text of every part, so that a word that it takes out is nowhere', () => {
    const secret = 'CANARY'
    const texts = fc.oneof(
      fc.constantFrom(
        secret,
        `a${secret}b`,
        `${secret}${secret}`,
        `data:text/plain,${secret}`,
        '東京',
      ),
      arbitraryText.map((text) => `${text}${secret}${text}`),
    )
    fc.assert(
      fc.property(arbitraryContent(texts), arbitraryBudgets, (content, budgets) => {
        const { general } = resolveContentPolicy({
          budgets,
          toolDefinitions: 'full',
          media: 'blob',
          redact: (text) => text.replaceAll(secret, '[x]'),
        })
        expect(JSON.stringify(applyContentPolicy(general, content))).not.toContain(secret)
      }),
      { numRuns: 300 },
    )
  })
})

function given(content: Content): string[] {
  return Object.keys(content).filter((attribute) => content[attribute] !== undefined)
}

/** What every reader relies on; the JSON schemas of the conventions judge the rest, in `test/external`. */
function unshapely(attribute: string, value: unknown): unknown[] {
  if (attribute.endsWith('.messages'))
    return (value as { role: unknown; parts: { type?: unknown }[] }[]).filter(
      ({ parts, role }) =>
        typeof role !== 'string' || parts.some(({ type }) => typeof type !== 'string'),
    )
  if (/tool\.call/.test(attribute)) return typeof value === 'object' ? [] : [value]
  return []
}
