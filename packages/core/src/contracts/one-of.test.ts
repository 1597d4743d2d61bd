import { describe, expect, it } from 'vitest'

import type { ModelOutput, Verdict } from './contract.ts'
import { oneOf } from './one-of.ts'

const contract = oneOf('Yes', 'No')
const stopped = (text: string, more?: Partial<ModelOutput>): ModelOutput => ({
  text,
  finishReason: 'stop',
  ...more,
})

describe('oneOf', () => {
  const verdicts: [what: string, output: ModelOutput, verdict: Verdict][] = [
    ['a label', stopped('Yes'), { valid: true, label: 'Yes' }],
    ['a label in white space', stopped(' No\n'), { valid: true, label: 'No' }],
    ['another case', stopped('yes'), { valid: false, violation: 'not_in_set' }],
    ['nothing', stopped('  '), { valid: false, violation: 'empty' }],
    ['another word', stopped('はい'), { valid: false, violation: 'not_in_set' }],
    [
      'a label inside a sentence',
      stopped('Yes, search.'),
      { valid: false, violation: 'extra_text' },
    ],
    ['a label inside a word', stopped('Nothing'), { valid: false, violation: 'not_in_set' }],
    [
      'a refusal beside a label',
      stopped('Yes', { refusal: 'I cannot.' }),
      { valid: false, violation: 'refusal' },
    ],
    [
      'a tool call',
      { text: '', toolCalls: ['search'], finishReason: 'tool_calls' },
      { valid: false, violation: 'tool_call' },
    ],
    [
      'an output cut by its length',
      { text: 'Y', finishReason: 'length' },
      { valid: false, violation: 'truncated' },
    ],
    ['a stream cut before its end', { text: 'Y' }, { valid: false, violation: 'truncated' }],
    ['a whole label in a cut output', { text: 'Yes' }, { valid: true, label: 'Yes' }],
  ]
  it.each(verdicts)('judges %s', (_what, output, verdict) => {
    expect(contract.judge(output)).toEqual(verdict)
  })

  it('keeps labels in the order of their declaration', () => {
    expect(contract).toMatchObject({ description: 'oneOf(Yes, No)', labels: ['Yes', 'No'] })
  })

  it.each([
    { labels: [], message: 'oneOf() needs at least one label' },
    { labels: ['Yes', 'Yes'], message: 'oneOf(Yes, Yes): a label stands twice' },
    {
      labels: [' Yes'],
      message: 'oneOf(): a label must be text without white space around it, got " Yes"',
    },
  ])('refuses $labels', ({ labels, message }) => {
    expect(() => oneOf(...labels)).toThrow(new TypeError(message))
  })
})
