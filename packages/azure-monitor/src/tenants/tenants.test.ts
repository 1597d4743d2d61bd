import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { callRefOf, definePrompt, recordEvaluation, traceInference } from '@kansoku/core'
import {
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { NodeSDK, resources } from '@opentelemetry/sdk-node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import { isConnectionStringError } from '../connection-string-error.ts'
import type { AzureMonitorOptions } from '../options.ts'
import {
  CLOSED_PORT,
  ingestionServer,
  type IngestionServer,
  type WireEnvelope,
} from '../testing/ingestion-server.ts'
import { stored, storedFiles } from '../testing/stored.ts'
import { flushTelemetry } from '../with-flush.ts'
import { withTenant } from './with-tenant.ts'

const KEYS = {
  own: '00000000-0000-4000-8000-00000000000f',
  contoso: '00000000-0000-4000-8000-00000000000a',
  fabrikam: '00000000-0000-4000-8000-00000000000b',
} as const
type Resource = keyof typeof KEYS

let server: IngestionServer
let storage: string
let sdk: NodeSDK | undefined
beforeAll(async () => {
  server = await ingestionServer()
  storage = mkdtempSync(join(tmpdir(), 'kansoku-tenants-'))
})
afterEach(async () => {
  await sdk?.shutdown()
  sdk = undefined
  forget()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(storage, { recursive: true })
})

/** As if no SDK had been registered. */
function forget(): void {
  for (const api of [trace, metrics, context, propagation]) api.disable()
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('io.opentelemetry.js.api.logs')]
}

const connect = (resource: Resource, port = server.port): string =>
  `InstrumentationKey=${KEYS[resource]};IngestionEndpoint=http://127.0.0.1:${port}`
const both = (): Record<string, string> => ({
  contoso: connect('contoso'),
  fabrikam: connect('fabrikam'),
})

/** Starts an SDK with these options, and gives what has come since. */
function started(options: AzureMonitorOptions, more: object = {}): () => Promise<Rows> {
  const before = server.envelopes.length
  sdk = new NodeSDK({
    ...azureMonitor({
      connectionString: connect('own'),
      instrumentOpenAI: false,
      storageDirectory: storage,
      ...options,
    }),
    autoDetectResources: false,
    ...more,
  })
  sdk.start()
  return async () => {
    await flushTelemetry()
    return rowsIn(server.envelopes.slice(before))
  }
}

type Rows = Readonly<Record<Resource, readonly string[]>>

/** Of each resource what its rows are called, metrics aside. */
function rowsIn(envelopes: readonly WireEnvelope[]): Rows {
  const of = (resource: Resource): string[] =>
    envelopes
      .filter(({ data, iKey }) => iKey === KEYS[resource] && data.baseType !== 'MetricData')
      .map(({ data }) => {
        const { message, name } = data.baseData as { message?: string; name?: string }
        return name ?? message ?? data.baseType
      })
      .toSorted()
  return { own: of('own'), contoso: of('contoso'), fabrikam: of('fabrikam') }
}

const span = (name: string): void => trace.getTracer('test').startSpan(name).end()
const call = (model: string): Promise<string> =>
  traceInference({ provider: 'openai', model }, async () => 'Yes')

const kinds = (of: readonly string[]): string[] => [...new Set(of)]
const askMika = (): Promise<string> =>
  definePrompt({ name: 'p', version: 1 }).run(() =>
    traceInference({ provider: 'openai', model: 'm' }, async () => 'Mika says yes'),
  )
const outputOf = (content: string): string =>
  JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content }] }])

describe('tenants of azureMonitor()', () => {
  it('send the rows of a call where they belong: span, details, exception, evaluation', async () => {
    const rows = started({
      captureMessageContent: 'SPAN_AND_EVENT',
      tenants: { destinations: both() },
    })
    await call('nobody')
    await withTenant('contoso', () => call('a'))
    await withTenant('fabrikam', () =>
      traceInference({ provider: 'openai', model: 'b' }, async () => {
        recordEvaluation({ name: 'n', score: 1, evaluator: { name: 'e', kind: 'code' } })
        throw new RangeError('mine')
      }),
    ).catch(() => undefined)
    const details = 'gen_ai.client.inference.operation.details'
    expect(await rows()).toEqual({
      own: ['chat nobody', details],
      contoso: ['chat a', details],
      fabrikam: ['ExceptionData', 'chat b', details, 'gen_ai.evaluation.result'],
    })
  })

  it('keep what is below a span with it, and take out what is said to be nobody’s', async () => {
    const rows = started({ tenants: { destinations: both() } })
    const parent = withTenant('contoso', () => trace.getTracer('test').startSpan('parent'))
    // A context of the application's own, which knows the span and no more.
    context.with(trace.setSpan(ROOT_CONTEXT, parent), () => {
      span('below')
      withTenant('fabrikam', () => span('other'))
      withTenant(undefined, () => {
        span('own')
        context.with(trace.setSpan(context.active(), parent), () => span('own, too'))
      })
    })
    parent.end()
    expect(await rows()).toEqual({
      own: ['own', 'own, too'],
      contoso: ['below', 'parent'],
      fabrikam: ['other'],
    })
  })

  it('have an evaluation where its call is, whoever passes it and when', async () => {
    const rows = started({ tenants: { destinations: both() } })
    const ref = await withTenant('contoso', () =>
      traceInference({ provider: 'openai', model: 'a' }, async (handle) => {
        handle.setResponse({ id: 'chatcmpl-tenants-1' })
        return callRefOf({ id: 'chatcmpl-tenants-1' })
      }),
    )
    const evaluator = { name: 'e', kind: 'code' } as const
    recordEvaluation({ responseId: 'chatcmpl-tenants-1', name: 'n', score: 1, evaluator })
    withTenant('fabrikam', () =>
      recordEvaluation({ responseId: 'chatcmpl-tenants-1', name: 'n', score: 0, evaluator }),
    )
    expect(ref).toBeDefined()
    expect(await rows()).toEqual({
      own: [],
      contoso: ['chat a', 'gen_ai.evaluation.result', 'gen_ai.evaluation.result'],
      fabrikam: [],
    })
  })

  it.each([
    ['refuse', { own: ['known'], contoso: [], fabrikam: [] }],
    ['default', { own: ['known', 'stranger'], contoso: [], fabrikam: [] }],
  ] as const)('%s unknown ones, and say so without a name', async (unknown, expected) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const rows = started({ tenants: { destinations: both(), unknown } })
    span('known')
    withTenant('adatum', () => span('stranger'))
    expect(await rows()).toEqual(expected)
    const said = stderr.mock.calls.map(([line]) => String(line)).join('')
    stderr.mockRestore()
    expect(said).toBe(
      unknown === 'refuse'
        ? 'kansoku: 1 spans and log records belong to no tenant that has a destination, and were not sent.\n'
        : '',
    )
  })

  it('need no general connection string', async () => {
    const rows = started({ connectionString: '', tenants: { destinations: both() } })
    span('nobody')
    withTenant('contoso', () => span('a'))
    expect(await rows()).toEqual({ own: [], contoso: ['a'], fabrikam: [] })
  })

  it('stay apart under sampling, which hands on copies', async () => {
    const rows = started({
      sampling: { ratio: 0.5 },
      captureMessageContent: 'EVENT_ONLY',
      tenants: { destinations: both() },
    })
    for (let number = 0; number < 40; number += 1)
      await withTenant(number % 2 ? 'contoso' : 'fabrikam', () => call(number % 2 ? 'a' : 'b')) // oxlint-disable-line no-await-in-loop
    const { contoso, fabrikam, own } = await rows()
    const details = 'gen_ai.client.inference.operation.details'
    expect([own, kinds(contoso), kinds(fabrikam)]).toEqual([
      [],
      ['chat a', details],
      ['chat b', details],
    ])
  })

  it('are found by baggage, by the resource, or by a function; withTenant() comes first', async () => {
    const baggage = propagation.createBaggage({ customer: { value: 'contoso' } })
    let rows = started({ tenants: { destinations: both(), key: { baggage: 'customer' } } })
    context.with(propagation.setBaggage(context.active(), baggage), () => {
      span('a')
      withTenant('fabrikam', () => span('b'))
    })
    expect(await rows()).toEqual({ own: [], contoso: ['a'], fabrikam: ['b'] })
    await sdk?.shutdown()
    forget()

    const resource = resources.resourceFromAttributes({ 'customer.id': 'contoso' })
    rows = started(
      { tenants: { destinations: both(), key: { resource: 'customer.id' } } },
      { resource },
    )
    span('a')
    withTenant('fabrikam', () => span('b'))
    expect(await rows()).toEqual({ own: [], contoso: ['a'], fabrikam: ['b'] })
    await sdk?.shutdown()
    forget()

    let asked: string | undefined = 'contoso'
    const key = (): string | undefined => {
      if (asked === 'throws') throw new Error('mine')
      return asked
    }
    rows = started({ tenants: { destinations: both(), key } })
    span('a')
    asked = undefined
    span('nobody')
    asked = 'throws'
    span('refused')
    expect(await rows()).toEqual({ own: ['nobody'], contoso: ['a'], fabrikam: [] })
  })

  it('have a content policy of their own, over the general one', async () => {
    const before = server.envelopes.length
    const rows = started({
      captureMessageContent: 'SPAN_ONLY',
      tenants: {
        destinations: {
          contoso: {
            connectionString: connect('contoso'),
            contentPolicy: { capture: 'NO_CONTENT' },
          },
          fabrikam: {
            connectionString: connect('fabrikam'),
            contentPolicy: { redact: (text) => text.replaceAll('Mika', '[name]') },
          },
        },
      },
    })
    await askMika()
    await withTenant('contoso', askMika)
    await withTenant('fabrikam', askMika)
    await rows()
    const output = (resource: Resource): unknown =>
      server.envelopes
        .slice(before)
        .find(
          ({ data, iKey }) => iKey === KEYS[resource] && data.baseType === 'RemoteDependencyData',
        )?.data.baseData.properties['gen_ai.output.messages']
    expect([output('own'), output('contoso'), output('fabrikam')]).toEqual([
      outputOf('Mika says yes'),
      undefined,
      outputOf('[name] says yes'),
    ])
  })

  it('keep content beyond a row in the tenant’s own resource', async () => {
    const rows = started({
      captureMessageContent: 'SPAN_ONLY',
      contentStorage: { mode: 'chunks' },
      tenants: { destinations: both() },
    })
    await withTenant('contoso', () => call('a'))
    const { contoso, fabrikam, own } = await rows()
    expect(contoso.length).toBeGreaterThan(1)
    expect([own, fabrikam]).toEqual([[], []])
  })

  it.each([false, true])(
    'have no line on stdout unless they ask for one (only: %s)',
    async (only) => {
      const lines: string[] = []
      const rows = started({
        consoleRecord: { only, write: (line) => lines.push(line) },
        tenants: {
          destinations: {
            contoso: connect('contoso'),
            fabrikam: { connectionString: connect('fabrikam'), consoleRecord: true },
          },
        },
      })
      await call('nobody')
      await withTenant('contoso', () => call('a'))
      await withTenant('fabrikam', () => call('b'))
      await withTenant('adatum', () => call('c'))
      await rows()
      expect(
        lines.map((line) => (JSON.parse(line) as { deployment_name: string }).deployment_name),
      ).toEqual(['nobody', 'b'])
    },
  )

  it('hold nobody up whose endpoint is there, and are on disk after flushTelemetry()', async () => {
    const down = CLOSED_PORT
    const folder = mkdtempSync(join(storage, 'down-'))
    const rows = started({
      storageDirectory: folder,
      batchDelayMillis: 5,
      tenants: {
        destinations: { ...both(), fabrikam: connect('fabrikam', down) },
      },
    })
    withTenant('fabrikam', () => span('waits'))
    withTenant('contoso', () => span('a'))
    await vi.waitFor(() => expect(rowsIn(server.envelopes).contoso).toContain('a'))
    await flushTelemetry({ timeoutMillis: 100 })
    expect(storedFiles(folder).every((file) => file.includes(KEYS.fabrikam))).toBe(true)
    expect(stored(folder).map(({ data }) => data.baseData.name)).toContain('waits')
    expect((await rows()).fabrikam).toEqual([])
  })

  it('send metrics to the general resource, and to a tenant’s where the process is its own', async () => {
    const before = server.envelopes.length
    const metricsOf = (): string[] => [
      ...new Set(
        server.envelopes
          .slice(before)
          .filter(({ data }) => JSON.stringify(data).includes('gen_ai.client'))
          .filter(({ data }) => data.baseType === 'MetricData')
          .map(({ iKey }) => iKey),
      ),
    ]
    let rows = started({ tenants: { destinations: both() } })
    await withTenant('contoso', () => call('a'))
    await rows()
    expect(metricsOf()).toEqual([KEYS.own])
    await sdk?.shutdown()
    forget()

    const resource = resources.resourceFromAttributes({ 'customer.id': 'contoso' })
    rows = started(
      { tenants: { destinations: both(), key: { resource: 'customer.id' } } },
      { resource },
    )
    await call('a')
    await rows()
    expect(metricsOf()).toEqual([KEYS.own, KEYS.contoso])
  })

  it('throw at the start where a connection string is of no use, and name the tenant', () => {
    let thrown: unknown
    try {
      azureMonitor({ tenants: { destinations: { contoso: 'InstrumentationKey=1' } } })
    } catch (error) {
      thrown = error
    }
    expect(isConnectionStringError(thrown)).toBe(true)
    expect(String(thrown)).toContain("tenants.destinations['contoso']")
  })

  it('refuse what a function gives that is of no use, or a tenant for which it throws', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const rows = started({
      tenants: {
        destinations: (tenant) => {
          if (tenant === 'throws') throw new Error('secret')
          return tenant === 'contoso' ? connect('contoso') : 'InstrumentationKey=secret'
        },
      },
    })
    withTenant('contoso', () => span('a'))
    withTenant('malformed', () => span('b'))
    withTenant('throws', () => {
      const failed = trace.getTracer('test').startSpan('c')
      failed.setStatus({ code: SpanStatusCode.ERROR })
      failed.end()
    })
    expect(await rows()).toEqual({ own: [], contoso: ['a'], fabrikam: [] })
    const said = stderr.mock.calls.map(([line]) => String(line)).join('')
    stderr.mockRestore()
    expect(said).toContain('what tenants.destinations() gave cannot be used')
    expect(said).toContain('tenants.destinations() threw.')
    expect(said).not.toContain('secret')
  })
})
