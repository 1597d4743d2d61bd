import type { CaseOutcome, RunResult } from '../outcome.ts'
import { triedName } from '../tried.ts'
import { markup } from './markup.ts'
import { whyFailed } from './why-failed.ts'

/** As build servers read test results: each case a test, failed by its evaluators or in error where the task threw. */
export function junitReport(result: RunResult): string {
  const { cases, evaluation } = result
  const errors = cases.filter(({ error }) => error !== undefined).length
  const failures = cases.filter(({ passed }) => !passed).length - errors
  const name = markup(`${evaluation}: ${triedName(result)}`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="${errors}">`,
    ...cases.map((each) => testCase(each, evaluation)),
    '</testsuite>',
    '',
  ].join('\n')
}

function testCase(outcome: CaseOutcome, evaluation: string): string {
  const { error, id, passed, repetition } = outcome
  const begin = `  <testcase classname="${markup(evaluation)}" name="${markup(repetition === 1 ? id : `${id} #${repetition}`)}"`
  if (passed) return `${begin}/>`
  const kind = error === undefined ? 'failure' : 'error'
  return `${begin}><${kind} message="${markup(whyFailed(outcome))}"/></testcase>`
}
