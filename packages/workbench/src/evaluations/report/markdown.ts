import type { CaseOutcome, RunResult } from '../outcome.ts'
import { honestly, summarize, waiting } from '../summary.ts'
import { triedName } from '../tried.ts'
import { whyFailed } from './why-failed.ts'

const SHOWN = 20

/** For a pull request: each kind of case with what may be said of it, then the cases that failed. */
export function markdownReport(result: RunResult): string {
  const { evaluation, unconfirmed } = result
  const failed = result.cases.filter(({ passed }) => !passed)
  return [
    `### ${cell(evaluation)}: ${cell(triedName(result))}`,
    '',
    '| cases | passed | with 95 % confidence |',
    '|---|--:|---|',
    ...summarize(result).map(
      (kind) =>
        `| ${cell(kind.kind) || '**all**'} | ${kind.passed} of ${kind.of} | ${honestly(kind)} |`,
    ),
    ...(unconfirmed === undefined ? [] : ['', waiting(unconfirmed)]),
    ...(failed.length === 0 ? [] : ['', ...failedTable(failed)]),
    '',
  ].join('\n')
}

function failedTable(failed: readonly CaseOutcome[]): string[] {
  const more = failed.length - SHOWN
  return [
    '| failed case | input | output | why |',
    '|---|---|---|---|',
    ...failed
      .slice(0, SHOWN)
      .map(
        (each) =>
          `| ${cell(each.id)} | ${cell(short(each.input))} | ${cell(short(each.output))} | ${cell(whyFailed(each))} |`,
      ),
    ...(more > 0 ? ['', `and ${more} more.`] : []),
  ]
}

const LONGEST = 120

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}

/** What a model wrote is text in a cell, not Markdown, and not HTML. */
const cell = (text: string): string =>
  text.replaceAll(/\s+/gu, ' ').replaceAll(/[\\`*_{}[\]<>|#!~&]/gu, '\\$&')
