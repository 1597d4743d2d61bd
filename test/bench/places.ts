import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import { install, type Installation } from '../install.ts'
import { PEER_FOLDERS, type Place } from './variants.ts'

/** Has everything that ours needs to run, the client among it. */
export const WORKSPACE: string = fileURLToPath(
  new URL('../../packages/instrumentation-openai/', import.meta.url),
)

/** Has the Azure exporter. */
export const AZURE_WORKSPACE: string = fileURLToPath(
  new URL('../../packages/azure-monitor/', import.meta.url),
)

const SDK = [
  '@opentelemetry/api',
  '@opentelemetry/context-async-hooks',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/sdk-trace-base',
] as const

export interface Places {
  readonly folderOf: (place: Place) => string
  readonly remove: () => Promise<void>
}

/** Installs the peers into folders of their own: together they weigh more than all of the workspace may. */
export async function makePlaces(): Promise<Places> {
  const sdk = Object.fromEntries(SDK.map((name) => [name, versionOf(name)]))
  const made = await Promise.all(
    Object.entries(PEER_FOLDERS).map(async ([place, packages]): Promise<[string, Installation]> => [
      place,
      await install({ packages: [], dependencies: { ...sdk, ...packages } }),
    ]),
  )
  const folders = new Map(made.map(([place, { folder }]) => [place, folder]))
  return {
    folderOf: (place) => folders.get(place) ?? WORKSPACE,
    remove: async () => {
      await Promise.all(made.map(([, installation]) => installation.remove()))
    },
  }
}

/** As installed in the workspace. */
export function versionOf(name: string): string {
  const main = createRequire(`${WORKSPACE}package.json`).resolve(name)
  const folder = main.slice(0, main.lastIndexOf(`/${name}/`) + name.length + 2)
  const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as {
    version: string
  }
  return version
}
