import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { startServer } from '../../packages/instrumentation-openai/src/testing/server.ts'
import { type Installation, install, moveDependency } from '../install.ts'
import { ANSWERS, type Telemetry } from './expected.ts'

const apps = fileURLToPath(new URL('apps/', import.meta.url))

/** The two generations of OpenTelemetry JS that are in use; they do not mix. */
export const GENERATIONS: Readonly<Record<Generation, Readonly<Record<string, string>>>> = {
  '2.x': {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/sdk-metrics': '2.10.0',
    '@opentelemetry/sdk-node': '0.221.0',
  },
  '3.x': {
    '@opentelemetry/api': '1.10.0',
    '@opentelemetry/sdk-metrics': '3.1.0',
    '@opentelemetry/sdk-node': '0.301.0',
  },
}

export type Generation = '2.x' | '3.x'

/** Beside what apps/unknown-client has, which is no version of the client at all. */
export const UNKNOWN = 'unknown'

/** One installation, in which several versions of the client have a folder with the applications each. */
export interface ClientFolders {
  readonly complaints: readonly string[]
  /** Runs an application beside that version, against a server of its own, and gives what it printed. */
  readonly run: (
    version: string,
    args: readonly string[],
  ) => Promise<{ telemetry: Telemetry; baseURL: string }>
  readonly remove: () => Promise<void>
}

export async function installClients(
  generation: Generation,
  versions: readonly string[],
): Promise<ClientFolders> {
  const installation = await install({
    packages: ['core', 'instrumentation-openai'],
    dependencies: {
      ...GENERATIONS[generation],
      ...Object.fromEntries(versions.map((version) => [alias(version), `npm:openai@${version}`])),
    },
  })
  await Promise.all(versions.map((version) => settle(installation, version)))
  await settleUnknown(installation)
  return {
    complaints: installation.complaints,
    run: (version, args) => runApp(installation, version, args),
    remove: installation.remove,
  }
}

/** One version, with the applications beside it, by a package manager that shows a package only what it asks for. */
export async function installStrictly(
  generation: Generation,
  version: string,
): Promise<ClientFolders> {
  const installation = await install({
    packages: ['core', 'instrumentation-openai'],
    dependencies: { ...GENERATIONS[generation], openai: version },
    manager: 'pnpm',
  })
  await cp(apps, installation.folder, { recursive: true })
  return {
    complaints: installation.complaints,
    run: (_version, args) => runApp(installation, '.', args),
    remove: installation.remove,
  }
}

/** The loader hook goes by a package's folder, so each version has one that is called `openai`. */
async function settle(installation: Installation, version: string): Promise<void> {
  await moveDependency(installation, alias(version), version, 'openai')
  await cp(apps, join(installation.folder, version), { recursive: true })
}

async function settleUnknown({ folder }: Installation): Promise<void> {
  const there = join(folder, UNKNOWN)
  await cp(apps, there, { recursive: true })
  await cp(join(apps, 'unknown-client'), join(there, 'node_modules', 'openai'), { recursive: true })
}

function alias(version: string): string {
  return `openai-${version}`
}

async function runApp(
  { node }: Installation,
  version: string,
  args: readonly string[],
): ReturnType<ClientFolders['run']> {
  const server = await startServer()
  server.answer(...ANSWERS)
  try {
    const stdout = await node(args, {
      folder: version,
      env: {
        BASE_URL: server.baseURL,
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_AND_EVENT',
      },
    })
    return { telemetry: JSON.parse(stdout) as Telemetry, baseURL: server.baseURL }
  } finally {
    await server.close()
  }
}
