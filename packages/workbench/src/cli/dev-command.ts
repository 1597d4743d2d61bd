import { setFlagsFromString } from 'node:v8'

import { type Command, InvalidArgumentError, Option } from 'commander'

import type { RefuseOptions } from '../ingestion/refusing.ts'
import { isStoreError } from '../store/store-error.ts'
import { startWorkbench, type Workbench, type WorkbenchOptions } from '../workbench.ts'
import { startChild } from './child.ts'
import { CliError } from './cli-error.ts'
import { consoleTap } from './console-tap.ts'
import { dataOption } from './options.ts'
import { announce, withdraw } from './running.ts'

interface DevOptions {
  readonly port: number
  readonly data: string
  readonly consoleRecords?: boolean
  readonly contentPointers?: boolean
  readonly serviceLimits?: boolean
  readonly keep?: number
  readonly maxSize?: number
  readonly refuse?: RefuseOptions['status']
  readonly retryAfter?: number
  readonly refuseRequests?: number
}

/** What asks a process to end: Ctrl+C, kill, and the terminal that goes away. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const VARIABLE = 'APPLICATIONINSIGHTS_CONNECTION_STRING'
const RECORD_VARIABLE = 'KANSOKU_CONSOLE_RECORD'

export function addDevCommand(program: Command): void {
  program
    .command('dev')
    .description('receive telemetry; with a command, run it with its telemetry sent here')
    .argument('[command...]', 'the command to run, after --')
    .option('-p, --port <port>', 'port on 127.0.0.1; 0 takes a free one', port, 4319)
    .addOption(dataOption())
    .option(
      '--console-records',
      `have the command write its console records, and keep them too; as ${RECORD_VARIABLE}=true or only does`,
    )
    .option('--content-pointers', 'move prompts and answers to AppGenAIContent, as Azure does now')
    .option('--service-limits', 'cut Properties as the service was seen to cut them')
    .option('--keep <time>', 'remove rows that are older: 30d, 12h (default: keep all)', age)
    .option('--max-size <size>', 'remove the oldest rows above that size: 2GB, 500MB', bytes)
    .addOption(
      new Option(
        '--refuse <status>',
        'refuse telemetry, as the service does under load or above its quota',
      )
        .choices(['429', '439', '503'])
        .argParser(Number),
    )
    .option('--retry-after <seconds>', 'what a refusal tells the sender to wait', wholeNumber)
    .option(
      '--refuse-requests <count>',
      'how many requests are refused (default: all)',
      wholeNumber,
    )
    .addHelpText('after', examples)
    .action(async (command: string[], options: DevOptions) => {
      process.exitCode = await dev(command, options)
    })
}

function port(text: string): number {
  const value = Number(text)
  if (!/^\d{1,5}$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  }
  return value
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Write a whole number, such as 30.')
  return Number(text)
}

const UNITS = { MB: 1e6, GB: 1e9 } as const

function bytes(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(MB|GB)$/iu.exec(text.trim()) ?? []
  const value = Number(count) * UNITS[(unit?.toUpperCase() ?? 'MB') as keyof typeof UNITS]
  // Less is taken by the tables alone, before there is a row in them.
  if (!(value >= 10e6)) throw new InvalidArgumentError('Write a size from 10MB: 500MB, 2GB.')
  return value
}

/** A length of time, and none that would remove what has just come. */
function age(text: string): number {
  const [, count, unit] = /^(\d{1,5})([hd])$/u.exec(text.trim()) ?? []
  const value = Number(count) * (unit === 'd' ? 86_400_000 : 3_600_000)
  if (!(value > 0)) throw new InvalidArgumentError('Write how long rows stay: 12h, 30d.')
  return value
}

/** Runs the workbench until a signal comes, or until `command` ends; resolves to the exit code. */
async function dev(command: readonly string[], options: DevOptions): Promise<number> {
  collectEarly()
  const workbench = await start(options)
  try {
    await announce(options.data, workbench.url)
    const [program, ...args] = command
    if (program === undefined) {
      process.stdout.write(`${greeting(workbench, options)}\n\n${advice(workbench, options)}\n`)
      await nextSignal()
      return 0
    }
    // The command's own output is all that stdout carries.
    process.stderr.write(`${greeting(workbench, options)}\n`)
    return await runChild(program, args, workbench, options)
  } finally {
    await withdraw(options.data)
    await workbench.close()
  }
}

async function start(options: DevOptions): Promise<Workbench> {
  try {
    const refuse = refusalOf(options)
    return await startWorkbench({
      port: options.port,
      data: options.data,
      contentPointers: options.contentPointers ?? false,
      serviceLimits: options.serviceLimits ?? false,
      ...retentionOf(options),
      ...(refuse && { refuse }),
      warm: true,
    })
  } catch (cause) {
    if (isStoreError(cause)) throw new CliError(cause.message, 1, { cause })
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EADDRINUSE') {
      throw new CliError(
        `Port ${options.port} is in use by another program. Stop that one, or choose another port: kansoku dev --port ${options.port < 65_535 ? options.port + 1 : 0}`,
        1,
        { cause },
      )
    }
    if (code === 'EACCES') {
      throw new CliError(
        `Port ${options.port} is not allowed. Choose one above 1023 with --port.`,
        1,
        { cause },
      )
    }
    throw cause
  }
}

/**
 * While many rows come, V8 lets garbage grow to a multiple of what lives before it collects all. At twice the process stays
 * below 900 MB at 15,000 rows a second (docs/decisions/workbench-store.md), for a tenth more time on the processor.
 */
function collectEarly(): void {
  setFlagsFromString('--heap-growing-percent=100')
}

function refusalOf({ refuse, refuseRequests, retryAfter }: DevOptions): RefuseOptions | undefined {
  if (refuse === undefined) return undefined
  return {
    status: refuse,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(refuseRequests !== undefined && { requests: refuseRequests }),
  }
}

function retentionOf({ keep, maxSize }: DevOptions): Pick<WorkbenchOptions, 'retention'> {
  if (keep === undefined && maxSize === undefined) return {}
  return {
    retention: {
      rules: {
        ...(keep !== undefined && { keepMs: keep }),
        ...(maxSize !== undefined && { maxBytes: maxSize }),
      },
      onRemoved: ({ before, rows }) =>
        void process.stderr.write(`Removed ${rows} rows from before ${before.toISOString()}.\n`),
      onFailed: once((error) => {
        const reason = error instanceof Error ? error.message : String(error)
        process.stderr.write(`Old rows could not be removed, and stay: ${reason}\n`)
      }),
    },
  }
}

/** A full disk is full at each try: once is enough. */
function once(say: (error: unknown) => void): (error: unknown) => void {
  let said = false
  return (error) => {
    if (!said) say(error)
    said = true
  }
}

async function runChild(
  program: string,
  args: readonly string[],
  { connectionString, url }: Workbench,
  { consoleRecords }: DevOptions,
): Promise<number> {
  const env = process.env
  if (env[VARIABLE] !== undefined) {
    process.stderr.write(`${VARIABLE} is set already, so the command sends where that says.\n`)
  }
  const tap =
    consoleRecords || /^\s*(true|only)\s*$/i.test(env[RECORD_VARIABLE] ?? '')
      ? consoleTap(url, (problem) => {
          process.stderr.write(`Console records could not be stored: ${problem}.\n`)
        })
      : undefined
  const child = startChild(
    program,
    args,
    { [VARIABLE]: connectionString, ...(tap && { [RECORD_VARIABLE]: 'true' }), ...env },
    tap?.take,
  )
  let signals = 0
  const waits = (): void => {
    signals += 1
    if (signals === 2) {
      process.stderr.write(
        `kansoku waits for ${program} (process ${child.pid}) to end; kill -9 ${child.pid} ends it at once.\n`,
      )
    }
  }
  // The workbench stays up until the command is gone, to take what it flushes at its end. A
  // terminal sends Ctrl+C to the command as well: passing it on would deliver it twice.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.signal(signal)
    waits()
  }
  for (const signal of ENDING) process.on(signal, onSignal)
  try {
    const exitCode = await child.exitCode
    await tap?.end()
    return exitCode
  } finally {
    for (const signal of ENDING) process.off(signal, onSignal)
  }
}

async function nextSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ENDING) process.once(signal, () => resolve())
  })
}

function greeting({ url, connectionString }: Workbench, { data }: DevOptions): string {
  return `Kansoku listens on ${url} and keeps its rows in ${data}
Connection string: ${connectionString}`
}

function advice({ connectionString, url }: Workbench, { data }: DevOptions): string {
  const where = data === '.kansoku' ? '' : ` --data ${data}`
  return `Start your application in another terminal:
  export ${VARIABLE}="${connectionString}"
  node --import @kansoku/azure-monitor/register app.js

Then open ${url} in a browser, or ask:
  kansoku query answers-per-turn --chart${where}

Ctrl+C stops it.`
}

const examples = `
With a command, APPLICATIONINSIGHTS_CONNECTION_STRING is set for it (unless it is set already), and
kansoku ends with it and with its exit code. Without one, kansoku runs until Ctrl+C.

Examples:
  kansoku dev
  kansoku dev --port 4400 --data experiment -- npm start`
