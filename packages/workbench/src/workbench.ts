import { contractRoute } from './api/contract-route.ts'
import { languageRoute } from './api/language-route.ts'
import { packRoute } from './api/pack-route.ts'
import { statusRoutes } from './api/status-route.ts'
import { confirmRoutes } from './confirm/routes.ts'
import { ingestionRoutes, type IngestionOptions } from './ingestion/routes.ts'
import { serve, type Handler } from './ingestion/server.ts'
import { liveFeed } from './live/feed.ts'
import { liveRoute } from './live/route.ts'
import { pageRoute } from './page/route.ts'
import { createEngine, type Engine } from './query/engine.ts'
import { pricesOf } from './query/prices.ts'
import { queryRoute } from './query/route.ts'
import { type KeeperOptions, startKeeper } from './retention/keeper.ts'
import { openStore, type StoreOptions } from './store/store.ts'

export interface WorkbenchOptions extends Partial<StoreOptions>, IngestionOptions {
  /** Port on 127.0.0.1; 0 takes a free one. @defaultValue 4319 */
  readonly port?: number
  /** Load the query engine at once instead of at the first query, which then takes over a second. @defaultValue false */
  readonly warm?: boolean
  /** Which rows stay. @defaultValue all */
  readonly retention?: KeeperOptions
}

export interface Workbench {
  /** Where the workbench answers, such as `http://127.0.0.1:4319`. */
  readonly url: string
  /** For `APPLICATIONINSIGHTS_CONNECTION_STRING` of the application. */
  readonly connectionString: string
  /** Answers what is under way and closes the store. */
  close(): Promise<void>
}

const KEY = '00000000-0000-0000-0000-000000000000'

/**
 * Starts the workbench: ingestion endpoint, store and queries in this process.
 *
 * @example
 * const workbench = await startWorkbench({ port: 0, data: '.kansoku' })
 * process.env.APPLICATIONINSIGHTS_CONNECTION_STRING = workbench.connectionString
 *
 * @throws StoreError, or the listen error of a busy port
 */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { port = 4319, data = '.kansoku', warm = false, memoryLimit } = options
  const feed = liveFeed()
  const prices = pricesOf(data)
  const store = await openStore({
    data,
    onCommit: (rows) => feed.committed(rows),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  })
  const stopKeeping = options.retention && startKeeper(store, options.retention)
  let engine: Engine | undefined
  const startEngine = (): Engine => {
    engine ??= createEngine(store, prices)
    return engine
  }
  const routes = new Map([
    ...ingestionRoutes(store, options),
    queryRoute(startEngine),
    languageRoute(startEngine),
    packRoute(),
    contractRoute(),
    ...confirmRoutes(data),
    ...statusRoutes(startEngine, { file: store.file, connectionString: connectionStringOf }),
    liveRoute(feed),
    healthRoute(store.file),
    pageRoute(),
  ])
  try {
    const server = await serve(routes, port)
    // The first query builds the grammar. Should that fail, the next query says why.
    if (warm)
      void startEngine()
        .run('print 1')
        .catch(() => undefined)
    const url = `http://127.0.0.1:${server.port}`
    return {
      url,
      connectionString: connectionStringOf(url),
      async close() {
        feed.close()
        await server.close()
        await engine?.close()
        await stopKeeping?.()
        await store.close()
      },
    }
  } catch (error) {
    await stopKeeping?.()
    await store.close()
    throw error
  }
}

const connectionStringOf = (url: string): string =>
  `InstrumentationKey=${KEY};IngestionEndpoint=${url}/`

/** How commands recognise the workbench of a data folder. */
function healthRoute(store: string): readonly [string, Handler] {
  return [
    'GET /health',
    async () => ({ status: 200, body: { name: 'kansoku', pid: process.pid, store } }),
  ]
}
