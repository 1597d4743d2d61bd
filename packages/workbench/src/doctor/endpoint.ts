import type { EndpointFacts } from './facts.ts'

const TIMEOUT = 5_000

/** Asks an endpoint whether it is there, and for the time; sends nothing but the question, and no part of its path. */
export async function askEndpoint(url: string): Promise<EndpointFacts | undefined> {
  if (!URL.canParse(url)) return undefined
  const { host, origin } = new URL(url)
  try {
    const response = await fetch(origin, {
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
