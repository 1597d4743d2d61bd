import type { Command } from 'commander'

import { type Baseline, gate, type GateVerdict } from '../evaluations/gate.ts'
import type { RunResult } from '../evaluations/outcome.ts'
import { productionBaseline, productionQuery } from '../evaluations/production.ts'
import { runsOf } from '../evaluations/runs.ts'
import { type Tried, triedName, triedSame } from '../evaluations/tried.ts'
import { ask, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { chosen, configured, FAILED } from './evaluation-config.ts'
import { addWhereOptions, formatOption } from './options.ts'
import { type Format, formatAnswer } from './output.ts'
import { explainQueryProblem } from './query-error.ts'
import { readTime } from './time.ts'

interface GateOptions extends Where {
  readonly config?: string
  readonly run?: string
  readonly baseline?: string
  readonly baselineVersion?: string
  readonly since: string
  readonly format: Format
}

export function addEvalGateCommand(evaluations: Command): void {
  const gating = evaluations
    .command('gate')
    .description('fail where a version is worse than its baseline, or breaks the rates of its gate')
    .argument('<evaluation>', 'its name in the configuration')
    .option('--config <file>', 'the configuration (default: kansoku.config.ts)')
  addWhereOptions(gating)
    .option('--run <name>', 'the run to judge (default: the last)')
    .option(
      '--baseline <which>',
      'a run by its name, "last" of another version or other settings, or "production"',
    )
    .option('--baseline-version <version>', 'of production (default: the one with the most calls)')
    .option('--since <time>', 'how far back production counts', '7d')
    .addOption(formatOption())
    .addHelpText('after', examples)
    .action(judgeRun)
}

async function judgeRun(name: string, options: GateOptions): Promise<void> {
  const config = await configured(options.config)
  const [evaluation] = chosen(config, name)
  if (evaluation === undefined) return
  const runs = runsOf(options.data, name)
  const found = await runs.find(options.run)
  if (found === undefined)
    throw new CliError(
      `There is no finished run of ${name}. Run it first: kansoku eval run ${name}`,
    )
  const { result } = found
  const verdict = gate(result, evaluation.gate ?? {}, await baselineOf(result, options))
  process.stdout.write(
    `${output({ ...triedOf(result), run: found.name, ...verdict }, options.format)}\n`,
  )
  if (!verdict.passed) process.exitCode = FAILED
}

type Judged = Tried & GateVerdict & { readonly evaluation: string; readonly run: string }

const triedOf = ({ evaluation, prompt, settings }: RunResult): Tried & { evaluation: string } => ({
  evaluation,
  prompt,
  ...(settings && { settings }),
})

function output(judged: Judged, format: Format): string {
  const { evaluation, passed, reasons, run } = judged
  switch (format) {
    case 'json':
      return JSON.stringify(judged, null, 2)
    case 'csv':
      return formatAnswer(
        { columns: COLUMNS, rows: reasons.map(({ kept, text }) => [kept, text]) },
        format,
      )
    case 'table':
      return [
        `${evaluation}: ${triedName(judged)}, run ${run}`,
        ...reasons.map(({ kept, text }) => `${kept ? '✓' : '✗'} ${text}`),
        passed ? 'The gate is open.' : 'The gate is closed.',
      ].join('\n')
    default:
      return format satisfies never
  }
}

const COLUMNS = [
  { name: 'Kept', type: 'bool' },
  { name: 'Rule', type: 'string' },
] as const

async function baselineOf(result: RunResult, options: GateOptions): Promise<Baseline | undefined> {
  const { baseline, baselineVersion, since } = options
  const { evaluation, prompt } = result
  if (baseline === undefined) return undefined
  if (baseline === 'production') {
    const now = new Date()
    const query = productionQuery(prompt.name, readTime(since, '--since', now), now)
    const asked = await ask(query, options)
    if ('problem' in asked) throw new CliError(explainQueryProblem(asked.problem, query, 'gate'), 2)
    const found = productionBaseline(asked.answer, prompt.version, baselineVersion, since)
    if (found !== undefined) return found
    throw new CliError(
      `Production has no judged call of ${baselineVersion === undefined ? 'another version' : `version ${baselineVersion}`} of ${prompt.name} since ${since}. Look further back with --since.`,
    )
  }
  const isOther = (other: RunResult): boolean => !triedSame(other, result)
  const found = await (baseline === 'last'
    ? runsOf(options.data, evaluation).find(undefined, isOther)
    : runsOf(options.data, evaluation).find(baseline))
  if (found === undefined)
    throw new CliError(`There is no finished run ${baseline} of ${evaluation}.`)
  const { cases } = found.result
  return {
    name: `run ${found.name}`,
    calls: cases.length,
    bad: cases.filter(({ passed }) => !passed).length,
  }
}

const examples = `
Exit code: 0 the gate is open, 3 it is closed, 1 anything else.

Examples:
  kansoku eval gate search-decision
  kansoku eval gate search-decision --baseline last --format json
  kansoku eval gate search-decision --baseline production --since 7d --workspace 8b6c3a2e-0000-4000-8000-5f1d2c3b4a59`
