/**
 * Tells the loop as one story, with real programs and nobody's help: a version with faults is deployed, the alert
 * fires, the incident becomes test cases, the next version passes and proves better.
 *
 *   node story/main.ts --conversations 60 --data .kansoku/story
 */
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { createChildren, DemoError } from '../demo/children.ts'
import { isInUse } from '../demo/in-use.ts'
import { example, startModelServer, startWorkbench } from '../demo/programs.ts'
import { createStage } from './stage.ts'
import { tellStory } from './story.ts'

process.chdir(example)

const children = createChildren()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void children.stopAll())

const print = (text: string): void => console.log(text)

try {
  const { values } = parseArgs({
    options: {
      conversations: { type: 'string', default: '60' },
      /** Of the played model. */
      seed: { type: 'string', default: '1' },
      data: { type: 'string', default: '.kansoku/story' },
    },
  })
  const data = resolve(values.data)
  if (await isInUse(data)) throw new DemoError(`A workbench has ${data} open. Stop it first.`)
  await rm(data, { recursive: true, force: true })
  await mkdir(data, { recursive: true })
  // What is harvested is added to a copy: the story leaves the data set of the repository as it is.
  const cases = join(data, 'search-decision.jsonl')
  await copyFile('data/search-decision.jsonl', cases)

  const [model, connectionString] = await Promise.all([
    startModelServer(children, Number(values.seed), '--latency-scale', '0', '--rate-limited', '0'),
    startWorkbench(children, data),
  ])
  const stage = createStage({
    children,
    conversations: Number(values.conversations),
    data,
    env: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
      OTEL_SERVICE_NAME: 'rag-chatbot',
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
      OPENAI_BASE_URL: model.baseURL,
      OPENAI_API_KEY: 'played',
      SEARCH_DECISION_CASES: cases,
    },
    print,
  })
  const workbench = /IngestionEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? ''
  await tellStory(stage, { workbench, print })
  print('\nThe story went as told.')
} catch (error) {
  process.exitCode = 1
  if (!(error instanceof DemoError)) throw error
  console.error(`\nThe story stopped. ${error.message}`)
} finally {
  await children.stopAll()
}
