import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'

import type { Handler } from '../ingestion/server.ts'
import type { Engine } from '../query/engine.ts'
import { runChecks } from './checks.ts'
import { statusOf } from './status.ts'

/** `GET /api/status` and `GET /api/checks`: what is known of the store, and what may be wrong with what arrives. */
export function statusRoutes(
  engine: () => Engine,
  {
    file,
    connectionString,
  }: { readonly file: string; readonly connectionString: (url: string) => string },
): readonly (readonly [string, Handler])[] {
  const started = new Date()
  return [
    [
      'GET /api/status',
      async (request) => ({
        status: 200,
        body: await statusOf(engine(), {
          version: version(),
          started,
          file,
          connectionString: connectionString(urlOf(request)),
        }),
      }),
    ],
    [
      'GET /api/checks',
      async () => {
        const now = new Date()
        return { status: 200, body: await runChecks((query) => engine().run(query, now), now) }
      },
    ],
  ]
}

const urlOf = ({ headers }: IncomingMessage): string => `http://${headers.host ?? ''}`

function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
