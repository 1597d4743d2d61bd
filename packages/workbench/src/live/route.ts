import type { ServerResponse } from 'node:http'

import type { Handler } from '../ingestion/server.ts'
import type { LiveFeed } from './feed.ts'

/** Keeps proxies and the browser from taking silence for a dead connection, and finds dead ones. */
const HEARTBEAT_MS = 15_000

/** A reader that is this far behind is let go: it comes back, is told `hello`, and asks anew. */
const BEHIND_BYTES = 65_536

/**
 * `GET /live`: server-sent events that tell when rows were committed, so that a page or a command asks again only then.
 *
 * - `event: hello`, at once: `{}`. After a reconnection it means: something may have been missed, ask again.
 * - `event: rows`, at most ten a second, within 100 ms of the commit: what came since the last one, by table, such as
 *   `{ "AppDependencies": { "rows": 25, "oldest": "2026-11-25T09:00:00.000Z", "newest": "2026-11-25T09:00:04.250Z" } }`.
 *   The times are those of the rows' `TimeGenerated` (a call's start), rounded down to milliseconds.
 * - a comment line every 15 seconds.
 *
 * The stream ends when the workbench does; `EventSource` then comes back by itself.
 */
export function liveRoute(feed: LiveFeed): readonly [string, Handler] {
  return [
    'GET /live',
    async () => ({
      status: 200,
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      },
      stream: (response) => follow(feed, response),
    }),
  ]
}

function follow(feed: LiveFeed, response: ServerResponse): void {
  const send = (event: string, data: unknown): void => {
    if (response.writableLength > BEHIND_BYTES) response.destroy()
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  response.write('retry: 1000\n\n')
  send('hello', {})
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS).unref()
  const stop = feed.listen({
    rows: (commits) => send('rows', commits),
    end: () => response.end(),
  })
  response.on('close', () => {
    clearInterval(heartbeat)
    stop()
  })
  response.on('error', () => undefined)
}
