import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request and its answer, as `shared/data/recordings/README.md` describes it. */
export interface Recording {
  readonly id: string
  readonly path: string
  readonly request: unknown
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly response:
    | { readonly kind: 'json'; readonly json: unknown }
    | { readonly kind: 'sse' | 'text'; readonly text: string }
  readonly tags: readonly string[]
}

const FOLDER = new URL('../../../shared/data/recordings/', import.meta.url)

export function readRecordings(): readonly Recording[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Recording[])
}

export interface Replay {
  readonly url: (recording: Recording) => string
  /** Bodies of the requests so far. */
  readonly bodies: string[]
  readonly close: () => Promise<void>
}

/** Serves each recording below `/r/<id>/`, streams event by event. */
export async function replay(recordings: readonly Recording[]): Promise<Replay> {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const bodies: string[] = []
  const server: Server = createServer((request, response) => {
    const recording = byId.get(request.url?.split('/')[2] ?? '')
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      bodies.push(withoutBoundary(Buffer.concat(pieces).toString(), request.headers))
      response.writeHead(recording?.status ?? 410, recording?.headers)
      write(response, recording ? parts(recording) : [])
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: ({ id }) => `http://127.0.0.1:${port}/r/${id}/v1`,
    bodies,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}

/** The boundary of a form is random. */
function withoutBoundary(body: string, { 'content-type': type = '' }: IncomingHttpHeaders): string {
  const boundary = /boundary=([^;]+)/.exec(type)?.[1]
  return boundary === undefined ? body : body.replaceAll(boundary, 'boundary')
}

function parts({ response }: Recording): readonly string[] {
  if (response.kind === 'json') return [JSON.stringify(response.json)]
  return response.kind === 'text' ? [response.text] : response.text.split(/(?<=\n\n)/)
}

/** One part a turn of the event loop. */
function write(response: ServerResponse, [part, ...rest]: readonly string[]): void {
  if (part === undefined || response.destroyed) {
    response.end()
    return
  }
  response.write(part)
  setImmediate(() => {
    write(response, rest)
  })
}

/** What the wire says was used: the last usage that is not null; events of the Responses API have it a level deeper. */
export function wireUsage({ response }: Recording): Record<string, unknown> | undefined {
  const bodies =
    response.kind === 'json'
      ? [response.json]
      : [...response.text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => parse(json ?? ''))
  return bodies
    .map((body) => (body as WithUsage | null)?.usage ?? (body as WithUsage | null)?.response?.usage)
    .map((usage) => usage ?? undefined)
    .findLast((usage) => typeof usage === 'object')
}

interface WithUsage {
  readonly usage?: Record<string, unknown> | null
  readonly response?: WithUsage
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
