import type { CaseOutcome, RunResult } from '../outcome.ts'
import { honestly, summarize, waiting } from '../summary.ts'
import { triedName, triedVersion } from '../tried.ts'
import { htmlInput } from './html-input.ts'
import { markup } from './markup.ts'
import { whyFailed } from './why-failed.ts'

/** One file to look at: kinds of case, then each case that failed or whose output differs from that of the other run. */
export function htmlReport(result: RunResult, other?: RunResult): string {
  const { cases, evaluation, unconfirmed } = result
  const before = new Map(other?.cases.map((each) => [`${each.id} ${each.repetition}`, each]))
  const pairs = cases.map((each) => ({ each, was: before.get(`${each.id} ${each.repetition}`) }))
  const shown = pairs.filter(
    ({ each, was }) =>
      !each.passed || (was && (!was.passed || text(was.output) !== text(each.output))),
  )
  const title = markup(`${evaluation}: ${triedName(result)}`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<table><tr><th>cases<th>passed<th>with 95 % confidence</tr>
${summarize(result)
  .map(
    (kind) =>
      `<tr><td>${markup(kind.kind) || '<b>all</b>'}<td class="n">${kind.passed} of ${kind.of}<td>${honestly(kind)}</tr>`,
  )
  .join('\n')}
</table>
${unconfirmed === undefined ? '' : `<p>${waiting(unconfirmed)}</p>\n`}<h2>${shown.length === 0 ? 'Every case passed' : `${shown.length} cases to look at`}</h2>
${shown.map(({ each, was }) => section(each, was, other)).join('\n')}
</html>
`
}

function section(
  each: CaseOutcome,
  was: CaseOutcome | undefined,
  other: RunResult | undefined,
): string {
  const sides = [
    ...(was === undefined ? [] : [side(other ? triedVersion(other) : '', was)]),
    side(was === undefined ? 'output' : 'this run', each),
  ]
  return `<section>
<h3>${markup(each.id)} <small>${markup(each.tags.join(' · '))}</small></h3>
${htmlInput(each.input)}
${each.expected === undefined ? '' : `<p>expected <code>${markup(text(each.expected))}</code></p>`}
<div class="sides">${sides.join('')}</div>
</section>`
}

function side(title: string, outcome: CaseOutcome): string {
  const why = outcome.passed ? 'passed' : whyFailed(outcome)
  return `<div class="${outcome.passed ? 'passed' : 'failed'}"><h4>${markup(title)}</h4><pre>${markup(text(outcome.output))}</pre><p>${markup(why)}</p></div>`
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } th, td { text-align: left; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid #8884 }
.n { text-align: right; font-variant-numeric: tabular-nums }
section { border-top: 1px solid #8884; margin-top: 1.5rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #8881; padding: .5rem .75rem; border-radius: 6px }
.said, .rest { white-space: pre-wrap; overflow-wrap: anywhere; margin: .35rem 0 }
.said { width: fit-content; max-width: 85%; padding: .35rem .75rem; border: 1px solid #8884; border-radius: 10px }
.assistant { margin-left: auto; background: #4884d522; border-color: transparent }
:is(.said, .rest) b { font-size: .75rem; font-weight: 500; opacity: .7; display: block }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem }
.failed h4 { color: #c4450c } .passed h4 { color: #00805c } h4 { margin: .5rem 0 }
`
