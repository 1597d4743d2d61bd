import { describe, expect, it } from 'vitest'

import type { CaseOutcome, RunResult } from '../outcome.ts'
import { htmlReport } from './html.ts'
import { junitReport } from './junit.ts'
import { markdownReport } from './markdown.ts'

const HOSTILE = '<script>alert(1)</script> | **b** \u001b[2J'

const passed: CaseOutcome = {
  id: 'a',
  tags: ['ja'],
  repetition: 1,
  input: { question: 'こんにちは' },
  output: 'No',
  evaluators: [{ evaluator: 'contract', passed: true, label: 'No' }],
  passed: true,
}
const failed: CaseOutcome = {
  ...passed,
  id: 'b',
  tags: [],
  output: HOSTILE,
  expected: 'Yes',
  evaluators: [{ evaluator: 'contract', passed: false, explanation: 'not_in_set' }],
  passed: false,
}
const threw: CaseOutcome = {
  id: 'c',
  tags: [],
  repetition: 2,
  input: 'x',
  error: { class: 'RateLimitError', message: '429 "slow down"' },
  evaluators: [],
  passed: false,
}

const result = (version: string, ...cases: CaseOutcome[]): RunResult => ({
  evaluation: 'decision',
  prompt: { name: 'search_decision', version },
  repeat: 1,
  cases,
})

describe('a report', () => {
  it('for a pull request is a table that no output can break', () => {
    expect(markdownReport(result('2', passed, failed, threw)))
      .toBe(`### decision: search\\_decision version 2

| cases | passed | with 95 % confidence |
|---|--:|---|
| **all** | 1 of 3 | 9.4 to 99.2 % fail |
| ja | 1 of 1 | at most 97.5 % fail |

| failed case | input | output | why |
|---|---|---|---|
| b | \\{"question":"こんにちは"\\} | \\<script\\>alert(1)\\</script\\> \\| \\*\\*b\\*\\* \u001b\\[2J | contract: not\\_in\\_set |
| c | x |  | RateLimitError: 429 "slow down" |
`)
  })

  it('for a build server tells failures from errors', () => {
    expect(junitReport(result('2', passed, failed, threw)))
      .toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="decision: search_decision version 2" tests="3" failures="1" errors="1">
  <testcase classname="decision" name="a"/>
  <testcase classname="decision" name="b"><failure message="contract: not_in_set"/></testcase>
  <testcase classname="decision" name="c #2"><error message="RateLimitError: 429 &quot;slow down&quot;"/></testcase>
</testsuite>
`)
  })

  it('to look at shows what differs side by side, and runs nothing', () => {
    const html = htmlReport(result('2', passed, failed), result('1', { ...passed, output: 'Yes' }))
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; | **b** \ufffd[2J')
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('2 cases to look at')
    expect(html.match(/<h4>version 1<\/h4><pre>Yes<\/pre>/gu)).toHaveLength(1)
    expect(htmlReport(result('2', passed))).toContain('Every case passed')
    const messages = [{ role: 'user', content: `And ${HOSTILE}?` }]
    const conversation = htmlReport(
      result('2', { ...failed, input: { messages, documents: ['a', 'b'] } }),
    )
    expect(conversation).toContain(
      '<b>user</b>And &lt;script&gt;alert(1)&lt;/script&gt; | **b** \ufffd[2J?</p>',
    )
    expect(conversation).toContain('<b>documents</b>a, b</p>')
  })
})
