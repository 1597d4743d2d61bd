import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { WireEnvelope } from './ingestion-server.ts'

/** The files that the exporter wrote to disk. */
export function storedFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ai.json'))
    .map((file) => join(folder, file))
}

/** The envelopes in them. */
export function stored(folder: string): WireEnvelope[] {
  return storedFiles(folder).flatMap(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as WireEnvelope[],
  )
}

/** The base types of these. */
export function storedTypes(folder: string): string[] {
  return stored(folder).map(({ data }) => data.baseType)
}
