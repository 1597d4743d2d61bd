import { rm } from 'node:fs/promises'

import type { Tally } from '../model-server/tally.ts'
import { type Children, DemoError } from './children.ts'
import { differences, onlyNumber, type QueryResult, tallyRows } from './counts.ts'
import { isInUse } from './in-use.ts'
import type { DemoOptions } from './options.ts'
import { pivotTable } from './pivot.ts'
import { query, startChatbot, startModelServer, startWorkbench } from './programs.ts'
import { createProgressBar } from './progress-bar.ts'
import { agreementSentence, alertSentence, heading, nextSteps } from './report.ts'

/** A real model takes seconds a call, the played one milliseconds. */
const CHATBOT_SECONDS = { own: 1800, played: 120 }

/** @throws DemoError when a part fails, or the chart is not what the model server counted. */
export async function runDemo(children: Children, options: DemoOptions): Promise<void> {
  const { data } = options
  if (await isInUse(data)) {
    throw new DemoError(`Another demo, or a "kansoku dev", has ${data} open. Stop it first.`)
  }
  await rm(data, { recursive: true, force: true })
  const [model, connectionString] = await Promise.all([
    options.ownModel ? undefined : startModelServer(children, options.seed),
    startWorkbench(children, data),
  ])

  console.log(heading(`${options.conversations} conversations with the handbook chatbot`))
  console.log(
    model
      ? `The model is played by ${model.url}, with seeded faults. Set OPENAI_API_KEY to ask a real one.`
      : 'The model is the one that your environment names; its calls may cost money.',
  )
  await converse(children, options, {
    ...withoutTelemetrySettings(process.env),
    APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
    OTEL_SERVICE_NAME: 'rag-chatbot',
    SEARCH_DECISION_VERSION: options.version,
    // The texts are made up and stay on this machine, so the drill-down may show them.
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
    ...(model && { OPENAI_BASE_URL: model.baseURL, OPENAI_API_KEY: 'played' }),
  })

  const [chart, usage, perTurn, invalid] = await Promise.all([
    query(children, data, 'answers-per-turn', '--chart'),
    query(children, data, 'usage-and-latency'),
    json(children, data, 'answers-per-turn'),
    json(children, data, 'invalid-outputs'),
  ])
  console.log(heading('Search decisions per turn: Yes / No / Other'))
  console.log(`${pivotTable(perTurn)}\n`)
  console.log(chart.trimEnd())
  console.log(heading('Tokens and latency'))
  console.log(usage.trimEnd())
  console.log(heading('Outputs that break the contract'))
  console.log(alertSentence(onlyNumber(invalid)))
  if (model) console.log(await compare(perTurn, model.url))
  console.log(heading('What to try next'))
  console.log(nextSteps(data))
}

/** What a person has set for applications of their own, such as a sampler, would make other counts. */
function withoutTelemetrySettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(env).filter((name) => /^(OTEL|KANSOKU)_/.test(name))
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

async function converse(
  children: Children,
  options: DemoOptions,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const bar = createProgressBar(process.stdout, options.conversations, 'conversations')
  const chatbot = startChatbot(children, { ...options, env }, (totals) =>
    bar.update(totals.conversations),
  )
  try {
    await chatbot.ends(options.ownModel ? CHATBOT_SECONDS.own : CHATBOT_SECONDS.played)
  } finally {
    bar.end()
  }
}

async function json(children: Children, data: string, name: string): Promise<QueryResult> {
  return JSON.parse(await query(children, data, name, '--format', 'json')) as QueryResult
}

/** @throws DemoError that lists the differing counts. */
async function compare(perTurn: QueryResult, url: string): Promise<string> {
  const tally = (await (await fetch(`${url}/tally`)).json()) as Tally
  const differing = differences(perTurn.rows, tallyRows(tally))
  if (differing.length > 0)
    throw new DemoError(
      `The chart differs from what the model server answered:\n${differing.join('\n')}`,
    )
  return agreementSentence(perTurn.rows.length)
}
