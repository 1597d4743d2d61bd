import { ingestionRoutes, type IngestionOptions } from './ingestion/routes.ts'
import { serve, type Handler } from './ingestion/server.ts'
import { openStore, type StoreOptions } from './store/store.ts'

export interface WorkbenchOptions extends Partial<StoreOptions>, IngestionOptions {
  /** Port on 127.0.0.1; 0 takes a free one. @defaultValue 4319 */
  readonly port?: number
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
  const { port = 4319, data = '.kansoku', memoryLimit } = options
  const store = await openStore({ data, ...(memoryLimit === undefined ? {} : { memoryLimit }) })
  const health: Handler = async () => ({
    status: 200,
    body: { name: 'kansoku', pid: process.pid, store: store.file },
  })
  const routes = new Map([...ingestionRoutes(store, options), ['GET /health', health] as const])
  try {
    const server = await serve(routes, port)
    const url = `http://127.0.0.1:${server.port}`
    return {
      url,
      connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=${url}/`,
      async close() {
        await server.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
