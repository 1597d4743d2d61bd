import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { WireEnvelope } from './ingestion-server.ts'

/** The base types of the envelopes that the exporter wrote to disk. */
export function storedTypes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ai.json'))
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as WireEnvelope[])
    .map(({ data }) => data.baseType)
}
