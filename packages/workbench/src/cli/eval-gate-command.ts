import type { Command } from 'commander'

import { type Baseline, gate } from '../evaluations/gate.ts'
import type { RunResult } from '../evaluations/outcome.ts'
import { productionBaseline, productionQuery } from '../evaluations/production.ts'
import { runsOf } from '../evaluations/runs.ts'
import { triedName, triedSame } from '../evaluations/tried.ts'
import { ask, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { chosen, configured, FAILED } from './evaluation-config.ts'
import { addWhereOptions } from './options.ts'
import { explainQueryProblem } from './query-error.ts'
import { readTime } from './time.ts'

interface GateOptions extends Where {
  readonly config?: string
  readonly run?: string
  readonly baseline?: string
  readonly baselineVersion?: string
  readonly since: string
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
  const { passed, reasons } = gate(result, evaluation.gate ?? {}, await baselineOf(result, options))
  const lines = reasons.map(({ kept, text }) => `${kept ? '✓' : '✗'} ${text}`)
  process.stdout.write(
    `${name}: ${triedName(result)}, run ${found.name}\n${lines.join('\n')}\n${passed ? 'The gate is open.' : 'The gate is closed.'}\n`,
  )
  if (!passed) process.exitCode = FAILED
}

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
  kansoku eval gate search-decision --baseline last
  kansoku eval gate search-decision --baseline production --since 7d --workspace 8b6c3a2e-0000-4000-8000-5f1d2c3b4a59`
