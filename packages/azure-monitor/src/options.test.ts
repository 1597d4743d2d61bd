import { type ContentPolicy, type ResolvedContentPolicy, resolveContentPolicy } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import { azureMonitor } from './azure-monitor.ts'
import { isConnectionStringError } from './connection-string-error.ts'
import { resolveContentStorage } from './content/resolve-storage.ts'
import { resolveOptions } from './options.ts'
import { ROW_BUDGETS } from './rows/content-budgets.ts'

const KEY = '11111111-2222-3333-4444-555555555555'
const BATCHING = {
  scheduledDelayMillis: 5000,
  maxExportBatchSize: 512,
  maxQueueSize: 2048,
  exportTimeoutMillis: 30_000,
}
const rowPolicy = (policy: ContentPolicy): ResolvedContentPolicy =>
  resolveContentPolicy(policy, {}, { budgets: ROW_BUDGETS })
const DEFAULTS = {
  destination: { kind: 'nothing-to-send-to' },
  contentPolicy: rowPolicy({}),
  contentStorage: resolveContentStorage(),
  sampling: undefined,
  resourceAttributes: [
    'service.name',
    'service.namespace',
    'service.version',
    'deployment.environment.name',
  ],
  consoleRecord: undefined,
  tenants: undefined,
  serviceName: undefined,
  instrumentOpenAI: true,
  instrumentations: [],
  spans: BATCHING,
  logs: BATCHING,
  metrics: { exportIntervalMillis: 60_000 },
  shutdownTimeoutMillis: 8000,
  storageDirectory: undefined,
  disableOfflineStorage: false,
  statsbeat: false,
  remoteSettings: false,
  exporterOptions: {},
  warnings: [],
}

const RATIO = { KANSOKU_SAMPLING_RATIO: '0.05' }

describe('resolveOptions', () => {
  it('has a default for everything', () => {
    expect(resolveOptions({}, {})).toEqual(DEFAULTS)
  })

  it('reads the environment', () => {
    expect(
      resolveOptions(
        {},
        {
          OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
          OTEL_BSP_SCHEDULE_DELAY: '100',
          OTEL_BLRP_MAX_QUEUE_SIZE: '10',
          OTEL_METRICS_EXPORTER: 'none',
          KANSOKU_SHUTDOWN_TIMEOUT: '1',
          KANSOKU_STORAGE_DIRECTORY: '/data',
          KANSOKU_OFFLINE_STORAGE: 'False',
          KANSOKU_RESOURCE_ATTRIBUTES: 'service.name, customer.id,',
        },
      ),
    ).toEqual({
      ...DEFAULTS,
      resourceAttributes: ['service.name', 'customer.id'],
      contentPolicy: rowPolicy({ capture: 'SPAN_ONLY' }),
      spans: { ...BATCHING, maxExportBatchSize: 64, scheduledDelayMillis: 100 },
      logs: { ...BATCHING, maxExportBatchSize: 64, maxQueueSize: 10 },
      metrics: undefined,
      shutdownTimeoutMillis: 1,
      storageDirectory: '/data',
      disableOfflineStorage: true,
    })
  })

  it('makes room in the queues for what sampling holds back, since a flush lets it through at once', () => {
    const { logs, sampling, spans } = resolveOptions({ sampling: { maxItems: 500 } }, RATIO)
    expect(sampling?.oneIn).toBe(20)
    expect([spans?.maxQueueSize, logs?.maxQueueSize]).toEqual([2548, 2548])
  })

  it('takes an option before the environment', () => {
    expect(
      resolveOptions(
        { captureMessageContent: false, batchDelayMillis: 1, metricIntervalMillis: 2 },
        {
          OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_AND_EVENT',
          OTEL_BSP_SCHEDULE_DELAY: '100',
          OTEL_METRIC_EXPORT_INTERVAL: '100',
        },
      ),
    ).toEqual({
      ...DEFAULTS,
      spans: { ...BATCHING, scheduledDelayMillis: 1 },
      logs: { ...BATCHING, scheduledDelayMillis: 1 },
      metrics: { exportIntervalMillis: 2 },
    })
  })

  it('is quick towards a laptop', () => {
    expect(
      resolveOptions(
        { connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=http://localhost:1` },
        {},
      ),
    ).toMatchObject({
      spans: { scheduledDelayMillis: 500 },
      metrics: { exportIntervalMillis: 5000 },
      shutdownTimeoutMillis: 20_000,
    })
  })

  it('ignores what it does not understand, and says so', () => {
    const notAMode =
      'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "everything" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT'
    expect(
      resolveOptions(
        {},
        {
          OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'everything',
          OTEL_BSP_SCHEDULE_DELAY: '-1',
        },
      ),
    ).toEqual({
      ...DEFAULTS,
      contentPolicy: { ...DEFAULTS.contentPolicy, warnings: [notAMode] },
      warnings: [
        `${notAMode}.`,
        'OTEL_BSP_SCHEDULE_DELAY is not a positive whole number and is ignored.',
      ],
    })
  })
})

describe('azureMonitor', () => {
  it('gives NodeSDK empty lists where there is nothing to send to, so that it starts no exporter of its own', () => {
    expect(azureMonitor({ connectionString: '' })).toEqual({
      spanProcessors: [],
      logRecordProcessors: [],
      metricReaders: [],
      instrumentations: [],
    })
  })

  it('refuses a connection string that cannot work, naming where it came from', () => {
    let thrown: unknown
    try {
      azureMonitor({ connectionString: 'InstrumentationKey=wrong' })
    } catch (error) {
      thrown = error
    }
    expect(isConnectionStringError(thrown)).toBe(true)
    expect(thrown).toMatchObject({
      code: 'malformed-key',
      message: expect.stringContaining('in the option connectionString cannot be used'),
    })
  })
})
