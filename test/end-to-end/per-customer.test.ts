import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, it } from 'vitest'

import {
  ingestionServer,
  type IngestionServer,
} from '../../packages/azure-monitor/src/testing/ingestion-server.ts'
import { choice, completion } from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import { blocksOf } from '../../packages/instrumentation-openai/src/testing/page.ts'
import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import { start, stop } from './processes.ts'

const blocks = blocksOf('docs/guides/per-customer.md')
const textOf = (title: string): string => blocks.find((block) => block.title === title)?.text ?? ''

let folder: string
let models: ModelServer
beforeAll(async () => {
  // Beside the other programs, where it finds the packages.
  folder = await mkdtemp(fileURLToPath(new URL('apps/tenants-', import.meta.url)))
  await Promise.all(
    ['telemetry.mjs', 'server.mjs'].map((name) => writeFile(join(folder, name), textOf(name))),
  )
  models = await startServer()
  models.answer({ json: completion([choice({ content: 'Yes' })]) })
})
afterAll(async () => {
  await models.close()
  await rm(folder, { recursive: true })
})

const outputs = (resource: IngestionServer): unknown[] =>
  resource
    .ofType('RemoteDependencyData')
    .map(({ data }) => data.baseData.properties['gen_ai.output.messages'] !== undefined)

it('the guide "Per customer" shows a server whose calls are in the resource of each customer', async () => {
  await using own = await ingestionServer()
  await using contoso = await ingestionServer()
  await using fabrikam = await ingestionServer()
  const server = start(['--import', join(folder, 'telemetry.mjs'), join(folder, 'server.mjs')], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: own.connectionString,
    CONTOSO_CONNECTION_STRING: contoso.connectionString,
    FABRIKAM_CONNECTION_STRING: fabrikam.connectionString,
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: models.baseURL,
    PORT: '0',
  })
  const [port] = await server.line(/^\d+$/)
  const ask = async (customer?: string): Promise<string> => {
    const headers = customer === undefined ? {} : { 'x-customer': customer }
    const response = await fetch(`http://127.0.0.1:${port}`, { headers })
    return response.text()
  }
  const customers = ['contoso', 'fabrikam', undefined, 'contoso', 'unknown']
  expect(await Promise.all(customers.map(ask))).toEqual(customers.map(() => 'Yes'))
  const { code, stderr } = await stop(server)
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr:
      'kansoku: 1 spans and log records belong to no tenant that has a destination, and were not sent.\n',
  })
  expect([outputs(own), outputs(contoso), outputs(fabrikam)]).toEqual([
    [true],
    [true, true],
    [false],
  ])
})
