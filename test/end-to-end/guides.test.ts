import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ingestionServer } from '../../packages/azure-monitor/src/testing/ingestion-server.ts'
import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import { askKql, REGISTER, run, startWorkbench, stop, type Workbench } from './processes.ts'

const PAGE = 'docs/guides/tag-your-prompts.md'
const blocks = blocksOf(PAGE)
const textOf = (title: string): string => blocks.find((block) => block.title === title)?.text ?? ''

let data: string
const programs: string[] = []
let workbench: Workbench
let models: ModelServer

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  workbench = await startWorkbench(data)
  models = await startServer()
  models.answer({
    json: completion([choice({ content: 'Yes' })], {
      usage: { prompt_tokens: 41, completion_tokens: 1, total_tokens: 42 },
    }),
  })
})
afterAll(async () => {
  await Promise.all([stop(workbench), models.close()])
  await Promise.all([rm(data, { recursive: true }), ...programs.map((file) => rm(file))])
})

/** A program of a page, beside the other programs, where it finds the packages. */
async function programOf(text: string): Promise<string> {
  const file = fileURLToPath(
    new URL(`apps/page-${process.pid}-${programs.length}.mjs`, import.meta.url),
  )
  programs.push(file)
  await writeFile(file, text)
  return file
}

const answer = (content: string) => ({ json: completion([choice({ content })]) })

describe('the guide "Tag your prompts"', () => {
  it('shows what its query gives of its program, started with register', async () => {
    const { code, stdout, stderr } = await run(
      [...REGISTER, await programOf(textOf('tagged.mjs'))],
      {
        APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
        OPENAI_BASE_URL: models.baseURL,
        OPENAI_API_KEY: 'none',
      },
    )
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Yes\n', stderr: '' })
    const query = blocks.find(({ language }) => language === 'kql')?.text ?? ''
    expect(await askKql(data, query)).toEqual([['1', 'Yes', 1, 1, 41]])
  })
})

describe('the guide "Sampling and counts"', () => {
  it('counts rightly what its program did, of which one in ten is kept', async () => {
    const sampling = blocksOf('docs/guides/sampling-and-counts.md')
    const block = (name: string): string => sampling.find(({ title }) => title === name)?.text ?? ''
    const [, variable = '', ratio = ''] = /(KANSOKU_\w+)=(\S+)/.exec(block('start')) ?? []
    // 20 calls of a new version, and of the 280 that come after them 30 that are invalid.
    models.answer(
      ...Array.from({ length: 20 }, () => answer('Yes')),
      ...Array.from({ length: 30 }, () => answer('Perhaps')),
      answer('No'),
    )
    const { code, stderr } = await run([...REGISTER, await programOf(block('sampled.mjs'))], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
      OPENAI_BASE_URL: models.baseURL,
      OPENAI_API_KEY: 'none',
      OTEL_SERVICE_NAME: 'sampled',
      [variable]: ratio,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [invalid, valid] = await askKql(data, block('rows'))
    expect(invalid).toEqual([false, 30, 30])
    const [, calls, rows] = valid as [boolean, number, number]
    // Each row of an ordinary call stands for ten, those of the first twenty for themselves.
    expect(calls).toBe(20 + 10 * (rows - 20))
    // Six standard deviations of 250 calls of which one in ten is kept.
    expect(Math.abs(calls - 270)).toBeLessThan(6 * Math.sqrt(250 * 9))
    expect(await askKql(data, onlySampled(block('metrics')))).toEqual([[300, expect.any(Number)]])
  })
})

describe('the guide "At scale"', () => {
  it('sends to Azure what is kept, and every span as it was to a Collector', async () => {
    const otlp = await collector()
    await using ingestion = await ingestionServer()
    models.answer(answer('Yes'), { json: {}, status: 400 })
    const page = blocksOf('docs/guides/at-scale.md')
    const telemetry = page.find(({ title }) => title === 'telemetry.mjs')?.text ?? ''
    const app = `import OpenAI from 'openai'
      const { completions } = new OpenAI().chat
      await completions.create({ model: 'gpt-4o', messages: [] })
      await completions.create({ model: 'gpt-4o', messages: [] }).catch(() => undefined)`
    const { code, stderr } = await run(
      ['--import', await programOf(telemetry), await programOf(app)],
      {
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        KANSOKU_SAMPLING_RATIO: '0',
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
        OPENAI_BASE_URL: models.baseURL,
        OPENAI_API_KEY: 'none',
      },
    )
    await otlp.close()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const rows = ingestion.ofType('RemoteDependencyData').map((row) => row.data.baseData)
    expect(rows).toMatchObject([{ type: 'GenAI | openai', resultCode: '400', success: false }])
    const asItWas = { name: 'chat gpt-4o', ours: ['llmops.content.capture'] }
    expect(otlp.spans()).toEqual([asItWas, asItWas])
  })
})

/** Takes spans by OTLP as JSON. */
async function collector(): Promise<{
  readonly url: string
  /** Names, and which attributes of ours they have. */
  readonly spans: () => { readonly name: string; readonly ours: readonly string[] }[]
  readonly close: () => Promise<void>
}> {
  interface Body {
    readonly resourceSpans: readonly {
      readonly scopeSpans: readonly {
        readonly spans: readonly { name: string; attributes: readonly { key: string }[] }[]
      }[]
    }[]
  }
  const bodies: Body[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      bodies.push(JSON.parse(body) as Body)
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () =>
      bodies
        .flatMap(({ resourceSpans }) => resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap(({ spans }) => spans)
        .map(({ attributes, name }) => ({
          name,
          ours: attributes.map(({ key }) => key).filter((key) => /^(llmops|kansoku)\./.test(key)),
        })),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Other programs of this file have metrics, too. */
function onlySampled(query: string): string {
  return query.replace('| summarize', '| where AppRoleName == "sampled"\n| summarize')
}
