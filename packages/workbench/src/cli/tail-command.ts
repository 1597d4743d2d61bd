import { styleText } from 'node:util'

import type { Command } from 'commander'
import { createParser } from 'eventsource-parser'

import { recordsOf } from '../query/records.ts'
import { callLine, callsQuery, type TailedCall } from '../tail/call-line.ts'
import { newcomers } from '../tail/seen.ts'
import { ask } from './ask.ts'
import { CliError } from './cli-error.ts'
import { dataOption } from './options.ts'
import { explainQueryProblem } from './query-error.ts'
import { findRunning } from './running.ts'
import { readTime } from './time.ts'

interface TailOptions {
  readonly data: string
  readonly since?: string
  readonly json?: boolean
}

export function addTailCommand(program: Command): void {
  program
    .command('tail')
    .description('calls as they come, a line each, until Ctrl+C')
    .addOption(dataOption())
    .option('--since <time>', 'begin with the calls since then: 5m, 1h, or an ISO 8601 time')
    .option('--json', 'print each call as a line of JSON')
    .addHelpText('after', examples)
    .action(tail)
}

const colors = { ok: 'green', invalid: 'yellow', failed: 'red' } as const

async function tail({ data, json = false, since }: TailOptions): Promise<void> {
  const url = await findRunning(data)
  if (url === undefined) throw new CliError(`No workbench serves ${data}. Start one: kansoku dev`)
  const isNew = newcomers()
  const print = async (oldest: string, newest: string): Promise<void> => {
    const query = callsQuery(oldest, newest)
    const asked = await ask(query, { data })
    if ('problem' in asked) throw new CliError(explainQueryProblem(asked.problem, query, 'tail'), 2)
    for (const call of recordsOf<TailedCall>(asked.answer)) {
      if (!isNew(`${call.OperationId}/${call.Id}`)) continue
      const paint = (outcome: TailedCall['Outcome'], text: string): string =>
        styleText(colors[outcome], text, { stream: process.stdout })
      process.stdout.write(`${json ? JSON.stringify(call) : callLine(call, paint)}\n`)
    }
  }
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  // Listening first: what comes meanwhile is in the first answer, or in an event.
  const response = await fetch(`${url}/live`, { signal: controller.signal })
  if (since !== undefined) {
    const now = new Date()
    await print(readTime(since, '--since', now).toISOString(), now.toISOString())
  }
  try {
    await follow(response, print)
    process.stderr.write('The workbench has ended.\n')
  } catch (error) {
    if (!controller.signal.aborted) throw error
  }
}

interface Committed {
  readonly oldest: string
  readonly newest: string
}

async function follow(
  response: Response,
  print: (oldest: string, newest: string) => Promise<void>,
): Promise<void> {
  let printing = Promise.resolve()
  const parser = createParser({
    onEvent({ data, event }) {
      if (event !== 'rows') return
      const { AppDependencies: calls } = JSON.parse(data) as { AppDependencies?: Committed }
      if (calls !== undefined) printing = printing.then(() => print(calls.oldest, calls.newest))
    },
  })
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    await printing
  }
}

const examples = `
Examples:
  kansoku tail
  kansoku tail --since 10m
  kansoku tail --json | jq -c 'select(.Outcome != "ok")'`
