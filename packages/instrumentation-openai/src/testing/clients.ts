import { readFileSync } from 'node:fs'
import { createRequire, findPackageJSON } from 'node:module'

/** The majors of the client that are tested, by the name that each has among this package's dependencies. */
export const CLIENTS = { 4: 'openai-4', 5: 'openai-5', 6: 'openai-6', 7: 'openai' } as const

export type Major = keyof typeof CLIENTS
export type Format = 'esm' | 'cjs'

export const MAJORS: readonly Major[] = [4, 5, 6, 7]
export const FORMATS: readonly Format[] = ['esm', 'cjs']

/** All majors are used by the newest one's types: what a major lacks is for the caller to know. */
type Client = typeof import('openai')

/** The client's module as an application of that module system gets it. */
export async function loadClient(major: Major, format: Format): Promise<Client> {
  const name = CLIENTS[major]
  if (format === 'cjs') return createRequire(import.meta.url)(name) as Client
  return (await import(name)) as Client
}

/** The version that is installed, for reports. */
export function versionOf(major: Major): string {
  const path = findPackageJSON(CLIENTS[major], import.meta.url) as string
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
