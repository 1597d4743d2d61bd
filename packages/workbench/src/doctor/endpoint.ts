import { readConnection } from './connection.ts'
import type { EndpointFacts } from './facts.ts'

const TIMEOUT = 5_000

/** Asks the endpoint of a connection string whether it is there, and for the time; sends nothing but the question. */
export async function askEndpoint(connectionString: string): Promise<EndpointFacts | undefined> {
  const connection = readConnection(connectionString)
  if ('problem' in connection) return undefined
  const { host } = new URL(connection.endpoint)
  try {
    const response = await fetch(connection.endpoint, {
      signal: AbortSignal.timeout(TIMEOUT),
      redirect: 'manual',
    })
    await response.body?.cancel()
    const told = Date.parse(response.headers.get('date') ?? '')
    return { host, ...(!Number.isNaN(told) && { clockAheadMs: told - Date.now() }) }
  } catch (error) {
    return { host, problem: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as {
    cause?: { code?: string; message?: string }
    message: string
  }
  return cause?.code ?? cause?.message ?? message
}
