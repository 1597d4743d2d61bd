import { diag, DiagLogLevel } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ModelOutput, OutputContract, Verdict } from '../contracts/contract.ts'
import { oneOf } from '../contracts/one-of.ts'
import { verdictAttributes } from './verdict.ts'

const CANARY = 'canary-output'
const output: ModelOutput = { text: CANARY, finishReason: 'stop' }
let lines: string[]

beforeEach(() => {
  lines = []
  const line = (...args: unknown[]): void => void lines.push(args.map(String).join(' '))
  diag.setLogger(
    { error: line, warn: line, info: line, debug: line, verbose: line },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  )
  lines.length = 0
})
afterEach(() => diag.disable())

function own(judge: OutputContract['judge'], description = 'own'): OutputContract {
  return { description, labels: [], judge }
}

describe('the verdict of a contract', () => {
  const strict = oneOf('Yes', 'No')
  it.each([
    ['Yes', { 'llmops.output.label': 'Yes', 'llmops.output.valid': true }],
    [CANARY, { 'llmops.output.valid': false, 'llmops.output.violation': 'not_in_set' }],
  ])('on %s is on the span', (text, verdict) => {
    expect(verdictAttributes(strict, { text, finishReason: 'stop' })).toEqual({
      'llmops.output.contract': 'oneOf(Yes, No)',
      ...verdict,
    })
  })

  it('is not there without an output', () => {
    expect(verdictAttributes(strict, undefined)).toEqual({
      'llmops.output.contract': 'oneOf(Yes, No)',
    })
  })
})

describe('a contract of the application’s own', () => {
  const short: OutputContract<'short'> = {
    description: 'at most 20 characters',
    labels: ['short'],
    judge: ({ text }) =>
      text.length <= 20 ? { valid: true, label: 'short' } : { valid: false, violation: 'too_long' },
  }

  it('judges like the others', () => {
    expect(verdictAttributes(short, output)).toEqual({
      'llmops.output.contract': 'at most 20 characters',
      'llmops.output.label': 'short',
      'llmops.output.valid': true,
    })
  })

  it('has no verdict where it cannot tell', () => {
    expect(
      verdictAttributes(
        own(() => undefined),
        output,
      ),
    ).toEqual({ 'llmops.output.contract': 'own' })
  })

  it('has no verdict where it throws, and that is said once, without a word of the output', () => {
    const contract = own(({ text }) => JSON.parse(text) as Verdict)
    expect([verdictAttributes(contract, output), verdictAttributes(contract, output)]).toEqual([
      { 'llmops.output.contract': 'own' },
      { 'llmops.output.contract': 'own' },
    ])
    expect(lines).toEqual([
      'kansoku: the contract own threw SyntaxError where it should judge. Calls whose output it cannot judge have no verdict',
    ])
  })

  it.each([
    [
      { valid: false, violation: CANARY },
      { valid: false, violation: 'other' },
    ],
    [
      { valid: false, violation: 'toString' },
      { valid: false, violation: 'other' },
    ],
    [{ valid: false }, { valid: false, violation: 'other' }],
    [
      { valid: true, label: 'x'.repeat(5000) },
      { valid: true, label: 'x'.repeat(100) },
    ],
    [{ valid: true, label: 7 }, { valid: true }],
    [{ valid: 'yes' }, {}],
    [CANARY, {}],
    [null, {}],
  ])('may say anything: %j', (said, recorded) => {
    expect(
      verdictAttributes(
        own(() => said as Verdict),
        output,
      ),
    ).toEqual(
      Object.fromEntries([
        ['llmops.output.contract', 'own'],
        ...Object.entries(recorded).map(([key, value]) => [`llmops.output.${key}`, value]),
      ]),
    )
  })

  it('describes itself shortly', () => {
    const long = own(() => undefined, 'x'.repeat(5000))
    expect(verdictAttributes(long, undefined)).toEqual({
      'llmops.output.contract': 'x'.repeat(200),
    })
  })
})
