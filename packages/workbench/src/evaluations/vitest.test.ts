import { writeFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { oneOf } from '@kansoku/core'
import { afterAll, describe, expect, it } from 'vitest'

import { describeEvaluation, toSatisfyContract } from './vitest.ts'

const prompt = { name: 'search_decision', version: 1, output: oneOf('Yes', 'No') }

describe('toSatisfyContract', () => {
  it('says what an output breaks', () => {
    expect(toSatisfyContract('Yes', prompt).pass).toBe(true)
    const { message, pass } = toSatisfyContract('Yes, please', prompt)
    expect(pass).toBe(false)
    expect(message()).toBe('expected "Yes, please" to satisfy oneOf(Yes, No): extra_text')
    expect(toSatisfyContract('Yes', { name: 'answer', version: 1 }).message()).toContain(
      'declares no output contract',
    )
  })
})

const folder = mkdtempSync(join(tmpdir(), 'kansoku-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = join(folder, 'cases.jsonl')
writeFileSync(data, '{"id":"greeting","tags":["turn-1"],"input":"hello","expected":"No"}\n')

const asked: string[] = []
describeEvaluation(
  {
    name: 'decision',
    prompt,
    data,
    task: (input: string) => {
      asked.push(input)
      return 'No'
    },
  },
  { data },
)

describe('describeEvaluation', () => {
  it('has run the task for each case, as a test', () => {
    expect(asked).toEqual(['hello'])
  })
})
