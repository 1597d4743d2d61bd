/**
 * Interleaves the calls of many tenants, with details, evaluations and failures, and counts the rows in each resource, and
 * those in another one's. Arguments: tenants, calls of each, resources that are open at once.
 *
 *     node --conditions=@kansoku/source packages/azure-monitor/src/tenants/tenant-trials.ts 200 10000 100
 */
import { setImmediate } from 'node:timers/promises'

import { recordEvaluation, traceInference, withMetadata } from '@kansoku/core'
import { NodeSDK } from '@opentelemetry/sdk-node'

import { azureMonitor } from '../azure-monitor.ts'
import type { PipelinePolicy } from '../pipeline-policy.ts'
import type { WireEnvelope } from '../testing/ingestion-server.ts'
import { flushTelemetry } from '../with-flush.ts'
import { withTenant } from './with-tenant.ts'

export interface TenantTrials {
  /** By kind of envelope. */
  readonly rows: Readonly<Record<string, number>>
  /** In the resource of another tenant, or not of a known one. */
  readonly wrong: number
  readonly fewest: number
  readonly most: number
  readonly seconds: number
  /** Of memory, at the end. */
  readonly megabytes: number
}

const TENANT = 'llmops.metadata.customer'
/** Calls that are under way at once, and after how many the queues are emptied. */
const AT_ONCE = 100
const ROUND = 1000

export async function tenantTrials(
  tenants: number,
  callsOfEach: number,
  maxOpen: number,
): Promise<TenantTrials> {
  const seen = recorder()
  const sdk = new NodeSDK({
    ...azureMonitor({
      instrumentOpenAI: false,
      captureMessageContent: 'EVENT_ONLY',
      tenants: {
        destinations: (tenant) => `InstrumentationKey=${keyOf(Number(tenant))}`,
        maxOpen,
      },
      exporterOptions: { additionalPolicies: [{ position: 'perCall', policy: seen.policy }] },
      disableOfflineStorage: true,
    }),
    autoDetectResources: false,
  })
  sdk.start()
  const started = performance.now()
  await allCalls(tenants, callsOfEach)
  await flushTelemetry({ timeoutMillis: 60_000 })
  await sdk.shutdown()
  const counts = [...seen.byKey.values()]
  return {
    rows: Object.fromEntries(seen.byType),
    wrong: seen.wrong(),
    fewest: Math.min(...counts),
    most: Math.max(...counts),
    seconds: Math.round((performance.now() - started) / 100) / 10,
    megabytes: Math.round(process.memoryUsage().rss / 1_048_576),
  }
}

/** Tenant by tenant in turn, a hundred calls under way at a time. */
async function allCalls(tenants: number, callsOfEach: number): Promise<void> {
  const total = tenants * callsOfEach
  let next = 0
  const worker = async (end: number): Promise<void> => {
    while (next < end) {
      const call = next++
      // oxlint-disable-next-line no-await-in-loop -- so many at a time
      await oneCall(String(call % tenants), call)
    }
  }
  const rounds = Math.ceil(total / ROUND)
  for (let round = 1; round <= rounds; round += 1) {
    const end = Math.min(round * ROUND, total)
    // oxlint-disable-next-line no-await-in-loop -- the queues hold no more
    await Promise.all(Array.from({ length: AT_ONCE }, () => worker(end)))
    // oxlint-disable-next-line no-await-in-loop
    await flushTelemetry({ timeoutMillis: 60_000 })
  }
}

async function oneCall(tenant: string, number: number): Promise<void> {
  await withTenant(tenant, () =>
    withMetadata({ customer: tenant }, async () => {
      if (number % 3 === 0) await setImmediate()
      await traceInference({ provider: 'openai', model: 'gpt-4o' }, async (call) => {
        call.setInput([{ role: 'user', parts: [{ type: 'text', content: tenant }] }])
        if (number % 2 === 0) await setImmediate()
        if (number % 7 === 0) throw new RangeError(tenant)
        if (number % 5 === 0)
          recordEvaluation({ name: 'format', score: 1, evaluator: { name: 'code', kind: 'code' } })
        return tenant
      }).catch(() => undefined)
    }),
  )
}

const keyOf = (tenant: number): string =>
  `00000000-0000-4000-8000-${String(tenant).padStart(12, '0')}`

/** In the place of the network. */
function recorder(): {
  readonly policy: PipelinePolicy
  readonly byKey: ReadonlyMap<string, number>
  readonly byType: ReadonlyMap<string, number>
  readonly wrong: () => number
} {
  const byKey = new Map<string, number>()
  const byType = new Map<string, number>()
  let wrong = 0
  const take = ({ data, iKey }: WireEnvelope): void => {
    // The exporter's description of the resource is nobody's call.
    if (data.baseType === 'MetricData') return
    byKey.set(iKey, (byKey.get(iKey) ?? 0) + 1)
    byType.set(data.baseType, (byType.get(data.baseType) ?? 0) + 1)
    if (iKey !== keyOf(tenantIn(data.baseData))) wrong += 1
  }
  const policy: PipelinePolicy = {
    name: 'recorder',
    sendRequest: async (request) => {
      const envelopes = JSON.parse(request.body as string) as WireEnvelope[]
      for (const each of envelopes) take(each)
      const bodyAsText = JSON.stringify({
        itemsReceived: envelopes.length,
        itemsAccepted: envelopes.length,
        errors: [],
      })
      return { request, status: 200, headers: request.headers, bodyAsText }
    },
  }
  return { policy, byKey, byType, wrong: () => wrong }
}

/** Metadata says it; of an exception, its message. */
function tenantIn(baseData: WireEnvelope['data']['baseData']): number {
  const [exception] = (baseData['exceptions'] ?? []) as { message: string }[]
  return Number(baseData.properties[TENANT] ?? exception?.message)
}

if (import.meta.main) {
  const [tenants = 200, calls = 100, maxOpen = 100] = process.argv.slice(2).map(Number)
  console.log(JSON.stringify(await tenantTrials(tenants, calls, maxOpen)))
}
