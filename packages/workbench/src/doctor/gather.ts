import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { readConnection } from './connection.ts'
import { askEndpoint } from './endpoint.ts'
import { type EndpointFacts, type Facts, otlpEndpoint, VARIABLES } from './facts.ts'
import { observe, type ObserveOptions } from './observe.ts'

export interface GatherOptions {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly run?: Omit<ObserveOptions, 'env'>
}

/** Looks at everything that can keep telemetry away. */
export async function gatherFacts({ env, folder, run }: GatherOptions): Promise<Facts> {
  const [functions, endpoint, observed] = await Promise.all([
    readHost(join(folder, 'host.json')),
    ask(env),
    run && observe({ ...run, env }),
  ])
  return {
    env: Object.fromEntries(VARIABLES.map((name) => [name, env[name]])),
    ...(functions && { functions }),
    ...(endpoint && { endpoint }),
    ...(observed && { run: observed }),
  }
}

async function ask(env: NodeJS.ProcessEnv): Promise<EndpointFacts | undefined> {
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: text } = env
  if (text === undefined) return askEndpoint(otlpEndpoint(env) ?? '')
  const connection = readConnection(text)
  return 'problem' in connection ? undefined : askEndpoint(connection.endpoint)
}

async function readHost(file: string): Promise<Facts['functions']> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const { telemetryMode } = JSON.parse(text) as { telemetryMode?: string }
    return telemetryMode === undefined ? {} : { telemetryMode }
  } catch {
    return {}
  }
}
