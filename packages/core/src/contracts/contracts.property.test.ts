import {
  anything,
  array,
  assert,
  constantFrom,
  oneof,
  option,
  property,
  record,
  string,
  uniqueArray,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { type ModelOutput, VIOLATIONS } from './contract.ts'
import { json } from './json-contract.ts'
import { jsonSchema } from './json-schema/json-schema.ts'
import { matches } from './matches.ts'
import { oneOf } from './one-of.ts'
import { toolCall } from './tool-call.ts'

const words = constantFrom(
  'Yes',
  'No',
  'はい',
  'いいえ',
  'not',
  '"',
  '「',
  '」',
  '。',
  '**',
  '\n',
  '```',
  '_',
  '.',
)
const texts = oneof(
  string({ unit: 'binary' }),
  anything().map((value) => JSON.stringify(value) ?? ''),
  array(oneof(words, string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join('')),
  array(oneof(words, string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join(' ')),
)
const outputs = record(
  {
    text: texts,
    refusal: option(texts),
    toolCalls: array(constantFrom('search', '', 'other'), { maxLength: 2 }),
    toolArguments: array(texts, { maxLength: 2 }),
    finishReason: constantFrom('stop', 'length', 'tool_calls', 'content_filter', 'error', 'new'),
  },
  { requiredKeys: ['text'] },
).map((output) => output as ModelOutput)

const contracts = [
  oneOf('Yes', 'No', 'はい', 'いいえ'),
  oneOf('Yes', 'No', 'はい', 'いいえ', { normalize: 'lenient' }),
  oneOf('Yes', 'No', { normalize: (text) => text.slice(0, -1) }),
  matches(/(?<label>\S+)\s*$/u),
  json(z.object({ a: z.string() }), { label: 'a' }),
  jsonSchema({ type: 'object', properties: { a: { enum: ['x'] } } }),
  toolCall('search'),
  toolCall('search', z.object({})),
]

const stopped = (text: string): ModelOutput => ({ text, finishReason: 'stop' })

describe('a contract', () => {
  it('never throws, says one of the violations, keeps labels short, and says the same again', () => {
    assert(
      property(constantFrom(...contracts), outputs, (contract, output) => {
        const verdict = contract.judge(output)
        expect(contract.judge(output)).toEqual(verdict)
        const { label = '', ...more } = verdict ?? { valid: true }
        expect(label.length).toBeLessThanOrEqual(100)
        expect('violation' in more ? more.violation : 'other').toBeOneOf(Object.keys(VIOLATIONS))
        expect(more.valid).toBe(!('violation' in more))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('oneOf', () => {
  const label = oneof(
    constantFrom('Yes', 'No', 'はい', 'C++', 'n/a', '-1', '1', 'Yes, search', '👍'),
    string({ minLength: 1, maxLength: 12, unit: 'binary' }).map((text) => text.trim()),
  ).filter((text) => text !== '')
  const sets = uniqueArray(label, { minLength: 1, maxLength: 5 })

  it('accepts its labels and nothing else, and each of them is what it means', () => {
    assert(
      property(sets, texts, (labels, text) => {
        const contract = oneOf(...labels, { normalize: 'lenient' })
        for (const one of labels)
          expect(contract.judge(stopped(` ${one}\n`))).toEqual({ valid: true, label: one })
        const verdict = contract.judge(stopped(text))
        expect(verdict?.valid).toBe(labels.includes(text.trim()))
        expect(verdict?.label ?? labels[0]).toBeOneOf(labels)
      }),
      { numRuns: 300 },
    )
  })

  it('has the same verdict whether it is lenient or not, but for the label', () => {
    assert(
      property(sets, texts, (labels, text) => {
        const { label: _, ...lenient } =
          oneOf(...labels, { normalize: 'lenient' }).judge(stopped(text)) ?? {}
        const { label: own, ...strict } = oneOf(...labels).judge(stopped(text)) ?? {}
        expect(lenient).toEqual(strict)
        expect(own !== undefined).toBe('valid' in strict && strict.valid)
      }),
      { numRuns: 300 },
    )
  })

  const plain = constantFrom('Yes', 'No', 'はい', 'いいえ')
  const lenient = oneOf('Yes', 'No', 'はい', 'いいえ', { normalize: 'lenient' })
  it.each([
    ['case', (text: string) => text.toLowerCase()],
    ['width', (text: string) => text.replaceAll(/[!-~]/g, wide)],
    ['a full stop', (text: string) => `${text}.`],
    ['quotes', (text: string) => JSON.stringify(text)],
    ['Japanese quotes', (text: string) => `「${text}」。`],
    ['Markdown', (text: string) => `**${text}**`],
    ['a fence', (text: string) => `\`\`\`\n${text}\n\`\`\``],
    ['an announcement', (text: string) => `Answer: ${text}`],
    ['a sentence behind it', (text: string) => `${text}, because it is new.`],
  ])('means the same whatever its %s', (_what, written) => {
    assert(
      property(plain, (one) => {
        expect(lenient.judge(stopped(written(one)))?.label).toBe(one)
      }),
    )
  })

  it('means nothing where two labels are given, in whatever order', () => {
    assert(
      property(
        uniqueArray(plain, { minLength: 2 }),
        constantFrom(' or ', '/', '、', '\n'),
        (two, between) => {
          expect(lenient.judge(stopped(two.join(between)))?.label).toBeUndefined()
        },
      ),
    )
  })
})

function wide(char: string): string {
  return String.fromCharCode(char.charCodeAt(0) + 0xfe_e0)
}
