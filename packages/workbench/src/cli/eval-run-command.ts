import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { type Command, InvalidArgumentError, Option } from 'commander'

import { answerModes, type AnswerMode, openAnswers } from '../evaluations/answers.ts'
import { openJournal } from '../evaluations/journal.ts'
import { loadCases, type LoadedConfig } from '../evaluations/load-config.ts'
import type { RunResult } from '../evaluations/outcome.ts'
import { htmlReport } from '../evaluations/report/html.ts'
import { junitReport } from '../evaluations/report/junit.ts'
import { markdownReport } from '../evaluations/report/markdown.ts'
import { whyFailed } from '../evaluations/report/why-failed.ts'
import { type AnyEvaluation, runEvaluation, triedBy } from '../evaluations/run-evaluation.ts'
import { runsOf } from '../evaluations/runs.ts'
import { honestly, summarize, waiting } from '../evaluations/summary.ts'
import { triedName, triedSame } from '../evaluations/tried.ts'
import { CliError } from './cli-error.ts'
import { chosen, configured, FAILED, orExplain } from './evaluation-config.ts'
import { dataOption } from './options.ts'
import { startTelemetry } from './start-telemetry.ts'
import { alignedTable } from './table.ts'

interface RunOptions {
  readonly data: string
  readonly config?: string
  readonly answers: AnswerMode
  readonly repeat?: number
  readonly resume?: boolean
  readonly markdown?: string
  readonly junit?: string
  readonly html?: string
  readonly against?: string
}

export function addEvalRunCommand(evaluations: Command): void {
  evaluations
    .command('run')
    .description('run the task over the data set, and judge the outputs')
    .argument('[evaluation]', 'its name in the configuration; without: all')
    .option('--config <file>', 'the configuration (default: kansoku.config.ts)')
    .addOption(dataOption())
    .addOption(
      new Option('--answers <which>', 'new calls, recorded answers where there are, or only those')
        .choices(answerModes)
        .default('cached'),
    )
    .option('--repeat <times>', 'run each case so often', times)
    .option('--resume', 'go on with the last run, if it did not finish')
    .option('--markdown <file>', 'write a report for a pull request')
    .option('--junit <file>', 'write JUnit XML')
    .option('--html <file>', 'write a page with the differing cases side by side')
    .option(
      '--against <run>',
      'the run that the page compares with (default: the last of another version or other settings)',
    )
    .addHelpText('after', examples)
    .action(run)
}

async function run(name: string | undefined, options: RunOptions): Promise<void> {
  await startTelemetry(options.data)
  const config = await configured(options.config)
  for (const evaluation of chosen(config, name)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: each has its own limits
    const result = await runOne(config, evaluation, options)
    process.stdout.write(`${told(result)}\n`)
    if (result.cases.some(({ passed }) => !passed)) process.exitCode = FAILED
  }
}

async function runOne(
  config: LoadedConfig,
  evaluation: AnyEvaluation,
  options: RunOptions,
): Promise<RunResult> {
  const { answers: mode, data, repeat, resume = false } = options
  const what = repeat === undefined ? evaluation : { ...evaluation, repeat }
  const tried = triedBy(evaluation)
  const runs = runsOf(data, evaluation.name)
  const begun = resume ? await runs.unfinished() : undefined
  if (begun?.tried !== undefined && !triedSame(begun.tried, tried))
    throw new CliError(
      `The run that did not finish is of ${triedName(begun.tried)}, the configuration says ${triedName(tried)}. Begin a new one: kansoku eval run ${evaluation.name}`,
    )
  const folder = begun?.folder ?? runs.create(tried.prompt.version, new Date())
  const cases = await orExplain(() => loadCases(config, evaluation))
  const controller = new AbortController()
  const stop = (): void =>
    controller.abort(
      new CliError(`Stopped. Go on with: kansoku eval run ${evaluation.name} --resume`, 130),
    )
  process.once('SIGINT', stop)
  try {
    const result = await runEvaluation(what, cases, {
      mode,
      answers: await openAnswers(join(data, 'answers', `${evaluation.name}.jsonl`)),
      journal: await openJournal(folder, tried),
      signal: controller.signal,
      onOutcome: progress(),
    })
    await writeReports(result, options)
    return result
  } finally {
    process.off('SIGINT', stop)
  }
}

async function writeReports(
  result: RunResult,
  { against, data, html, junit, markdown }: RunOptions,
): Promise<void> {
  await write(markdown, () => markdownReport(result))
  await write(junit, () => junitReport(result))
  await write(html, async () => {
    const isOther = (one: RunResult): boolean => !triedSame(one, result)
    const other = await runsOf(data, result.evaluation).find(
      against,
      against === undefined ? isOther : undefined,
    )
    return htmlReport(result, other?.result)
  })
}

async function write(
  file: string | undefined,
  text: () => string | Promise<string>,
): Promise<void> {
  if (file === undefined) return
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, await text())
}

/** One line that is written over, on a terminal; nothing in a log. */
function progress(): (outcome: unknown, done: number, of: number) => void {
  if (!process.stderr.isTTY) return () => undefined
  return (_, done, of) =>
    void process.stderr.write(done === of ? '\r\u001b[K' : `\r${done} of ${of}`)
}

function told(result: RunResult): string {
  const { cases, evaluation, unconfirmed } = result
  const table = alignedTable({
    columns: ['Cases', 'Passed', 'With 95 % confidence'].map((name) => ({ name, type: 'string' })),
    rows: summarize(result).map((kind) => [
      kind.kind || 'all',
      `${kind.passed} of ${kind.of}`,
      honestly(kind),
    ]),
  })
  const failed = cases.filter(({ passed }) => !passed)
  return [
    `${evaluation}: ${triedName(result)}`,
    '',
    table,
    ...(unconfirmed === undefined ? [] : ['', waiting(unconfirmed)]),
    ...(failed.length === 0 ? [] : ['', 'Failed:']),
    ...failed.slice(0, 20).map((each) => `  ${each.id}  ${whyFailed(each)}`),
    ...(failed.length > 20 ? [`  and ${failed.length - 20} more`] : []),
  ].join('\n')
}

function times(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number from 1.')
  return value
}

const examples = `
Outputs are recorded, by evaluation, version, settings and input: with --answers cached (the default) a case that was asked
before costs nothing, new asks again, recorded never asks. Results go to the workbench of the data folder, or where
APPLICATIONINSIGHTS_CONNECTION_STRING says.

Exit code: 0 every case passed, 3 some did not, 130 stopped, 1 anything else.

Examples:
  kansoku eval run
  kansoku eval run search-decision --answers new --repeat 3
  kansoku eval run search-decision --answers recorded --junit report.xml --markdown report.md`
