import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import type { ModelOutput, Verdict } from './contract.ts'
import { matches } from './matches.ts'

const stopped = (text: string): ModelOutput => ({ text, finishReason: 'stop' })
const ones = (length: number): ModelOutput => stopped(`${'a'.repeat(length)}!`)

describe('matches', () => {
  const verdicts: [pattern: RegExp, text: string, verdict: Verdict][] = [
    [/^(?<label>Yes|No)$/, ' Yes\n', { valid: true, label: 'Yes' }],
    [/^(?<label>Yes|No)$/, 'Yes.', { valid: false, violation: 'no_match' }],
    [/Answer: (?<label>\w+)/, 'So. Answer: reuse, then.', { valid: true, label: 'reuse' }],
    [
      /^判定[:：]\s*(?<label>はい|いいえ)/m,
      '理由…\n判定：いいえ。',
      { valid: true, label: 'いいえ' },
    ],
    [/(?<label>yes|no)/i, 'YES', { valid: true, label: 'YES' }],
    [/(?<label>.)$/u, 'ok 👍', { valid: true, label: '👍' }],
    [/^\d{4}-\d{2}-\d{2}$/, '2026-11-24', { valid: true }],
    [/^(?:no|(?<label>yes))$/, 'no', { valid: true }],
    [/(?<label>\s*)x/, 'x', { valid: true }],
    [/x/, '', { valid: false, violation: 'empty' }],
    [/b/y, 'ab', { valid: false, violation: 'no_match' }],
    [/a/y, 'ab', { valid: true }],
    [/^[\]"'-]+$/, `"]'-`, { valid: true }],
    [/^\p{Script=Hiragana}+$/u, 'はい', { valid: true }],
    [/a{,2}]\x41\u0042\cA/, 'a{,2}]AB\u0001', { valid: true }],
    [/^\u{1F44D}\x41\0$/u, '👍A\0', { valid: true }],
    [/\ud83d\udc4d/u, '👍', { valid: true }],
    [/^..$/, '👍', { valid: true }],
    [/^[^]{3}$/, 'a\nb', { valid: true }],
    [new RegExp('^a[]?b$'), 'ab', { valid: true }],
    [/^(?:){1000000000}(?:(?:){9999}|){9}a$/, 'a', { valid: true }],
    [runInNewContext('/^a$/') as RegExp, 'a', { valid: true }],
    [/\c/, '\\c', { valid: true }],
  ]
  it.each(verdicts)('with %s judges %j', (pattern, text, verdict) => {
    expect(matches(pattern).judge(stopped(text))).toEqual(verdict)
  })

  it('tells the same again with flag g, and leaves the expression as it was', () => {
    const pattern = /(?<label>Yes|No)/g
    pattern.lastIndex = 2
    const { judge } = matches(pattern)
    expect([judge(stopped('No')), judge(stopped('No'))]).toEqual([
      { valid: true, label: 'No' },
      { valid: true, label: 'No' },
    ])
    expect(pattern.lastIndex).toBe(2)
  })

  it('asks for the cause first', () => {
    const { judge } = matches(/Yes/)
    expect([
      judge({ text: 'Yes', finishReason: 'length' }),
      judge({ text: 'Yes', finishReason: 'content_filter' }),
      judge({ text: 'Yes', finishReason: 'stop', refusal: 'no' }),
      judge({ text: 'Yes', finishReason: 'tool_calls', toolCalls: ['search'] }),
    ]).toEqual(
      ['truncated', 'content_filter', 'refusal', 'tool_call'].map((violation) => ({
        valid: false,
        violation,
      })),
    )
  })

  it('keeps labels short and characters whole', () => {
    const { judge } = matches(/^(?<label>.*)$/)
    expect(judge(stopped('x'.repeat(5000)))?.label).toBe('x'.repeat(100))
    expect(judge(stopped(`${'x'.repeat(99)}👍`))?.label).toBe('x'.repeat(99))
  })

  it('describes itself by the pattern, or as told', () => {
    expect([
      matches(/^(?<label>Yes|No)$/i).description,
      matches(/x/, { description: 'an x' }).description,
    ]).toEqual(['matches(/^(?<label>Yes|No)$/i)', 'an x'])
  })

  it.each([
    [/(a)\1/, 'has a reference back, \\1'],
    [/(?<a>x)\k<a>/, 'has a reference back, \\k'],
    [/a(?=b)/, 'has a lookahead, (?=…)'],
    [/a(?!b)/, 'has a negative lookahead, (?!…)'],
    [/(?<=a)b/, 'has a lookbehind, (?<=…)'],
    [/(?<!a)b/, 'has a negative lookbehind, (?<!…)'],
    [new RegExp('(?i:a)'), 'has flags inside, (?i:…)'],
    [new RegExp('(?-i:a)', 'i'), 'has flags inside, (?i:…)'],
    [new RegExp('[a--b]', 'v'), 'has flag v: use u instead'],
    [
      /x(a*)*b/,
      'repeats what can match nothing, (a*)*: let its inside take at least one character',
    ],
    [/\d{1,5000}/, 'is too large: it has too many alternatives or repetitions such as {1,500}'],
    [/((a{100}){100}){100}/, 'is too large'],
  ])('refuses %s by name', (pattern, message) => {
    expect(() => matches(pattern)).toThrow(TypeError)
    expect(() => matches(pattern)).toThrow(`matches(): ${String(pattern)} ${message}`)
  })

  it('refuses what is too long or too deep to be read', () => {
    expect(() => matches(new RegExp('a'.repeat(10_001)))).toThrow('has more than 10,000 characters')
    expect(() => matches(new RegExp(`${'('.repeat(60)}a${')'.repeat(60)}`))).toThrow(
      'nests groups deeper than 50',
    )
  })

  it('refuses what is no regular expression', () => {
    expect(() => matches('Yes' as unknown as RegExp)).toThrow(
      new TypeError('matches() needs a regular expression, got string'),
    )
  })
})

describe('the time that matches takes', () => {
  /** Exponential or polynomial where an engine backtracks. */
  const hostile = [
    /(a+)+$/,
    /(a|a)*b/,
    /(a|aa)+$/,
    /(.*a){20}/,
    /(?:(?:a+)+)+$/,
    /^(\w+\s?)+$/,
    /^(([a-z])+.)+[A-Z]([a-z])+$/,
    /a+a+a+a+b/,
    /\w+\w+x/,
    /(?:a?){1}a*a*a*b/,
    /.*.*=.*/,
    /(?<label>a+)b/,
    /^(?:a{1,30}){1,30}$/,
    /(?:[^"\\]|\\.)*"/,
  ]
  it.each(hostile)('is bounded with %s', (pattern) => {
    const { judge } = matches(pattern)
    const started = performance.now()
    for (const length of [10, 1000, 50_000, 99_999]) judge(ones(length))
    // Each of them is at most 5,000,000 steps.
    expect(performance.now() - started).toBeLessThan(4000)
  })

  it('has an end: what takes too long or is too long is told so', () => {
    expect(matches(/(?:a{1,30}){1,30}b/).judge(ones(50_000))).toEqual({
      valid: false,
      violation: 'too_long',
    })
    expect(matches(/!/).judge(ones(100_000))).toEqual({ valid: false, violation: 'too_long' })
    expect(matches(/!/).judge(ones(99_999))).toEqual({ valid: true })
  })
})
