import { readFileSync, realpathSync } from 'node:fs'
import { createRequire, findPackageJSON } from 'node:module'
import { dirname } from 'node:path'

import type OpenAI from 'openai'

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

/** Where a client has `parse`, `stream` and `runTools`: openai 4 keeps them below `beta`. */
export function helpersOf(client: OpenAI, major: Major): OpenAI['chat']['completions'] {
  return major === 4 ? (client.beta as unknown as OpenAI).chat.completions : client.chat.completions
}

/** Where the package really is: in a folder that is called `openai`, whatever its name here. */
export function folderOf(major: Major): string {
  return dirname(realpathSync(manifestOf(major)))
}

export function versionOf(major: Major): string {
  return (JSON.parse(readFileSync(manifestOf(major), 'utf8')) as { version: string }).version
}

function manifestOf(major: Major): string {
  return findPackageJSON(CLIENTS[major], import.meta.url) as string
}
