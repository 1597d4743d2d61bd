import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

import { afterAll, describe, expect, it } from 'vitest'

import { openedWorkbench } from '../testing/workbench.ts'

const { workbench, close } = await openedWorkbench()
afterAll(close)
const { port } = new URL(workbench.url)
const HOST = `127.0.0.1:${port}`

interface Answer {
  readonly status: number
  readonly headers: string
}

/** Bytes as an attacker would send them: no client of ours tidies them up. */
async function send(lines: readonly string[], body = ''): Promise<Answer> {
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`${[...lines, 'Connection: close', '', ''].join('\r\n')}${body}`)
  const answer = await text(socket)
  const [headers = ''] = answer.split('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/u.exec(headers)?.[1] ?? 0),
    headers: headers.toLowerCase(),
  }
}

const get = (path: string, ...headers: string[]): Promise<Answer> =>
  send([`GET ${path} HTTP/1.1`, `Host: ${HOST}`, ...headers])

describe('every route', () => {
  const routes = ['/', '/health', '/live', '/api/pack', '/api/status', '/api/checks', '/nowhere']

  it.each(routes)('%s answers no page of another site, by whatever way it comes', async (path) => {
    const answers = await Promise.all([
      send([`GET ${path} HTTP/1.1`, 'Host: attacker.example']),
      get(path, 'Origin: https://attacker.example'),
      get(path, 'Origin: http://localhost:3000'),
      get(path, 'Origin: null'),
      get(path, 'Sec-Fetch-Site: cross-site'),
    ])
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    expect(answers.filter(({ headers }) => headers.includes('access-control'))).toEqual([])
  })

  it.each([
    '/v2.1/track',
    '/v2/track',
    '/v1/traces',
    '/v1/logs',
    '/v1/metrics',
    '/api/query',
    '/console-lines',
  ])('%s takes no form of another site, which needs no preflight', async (path) => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']
    const answers = await Promise.all(
      types.map((type) =>
        send(
          [
            `POST ${path} HTTP/1.1`,
            `Host: ${HOST}`,
            'Origin: https://attacker.example',
            `Content-Type: ${type}`,
            'Content-Length: 2',
          ],
          '[]',
        ),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
  })

  it('gives no preflight its consent', async () => {
    const { headers, status } = await send([
      'OPTIONS /api/query HTTP/1.1',
      `Host: ${HOST}`,
      'Origin: https://attacker.example',
      'Access-Control-Request-Method: POST',
    ])
    expect(status).toBe(403)
    expect(headers).not.toContain('access-control')
  })
})

describe('a path', () => {
  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/%00',
    '//etc/passwd',
    '/%c0%ae%c0%ae/etc/passwd',
    '/%',
  ])('%s leads to no file outside of the page', async (path) => {
    const { status } = await get(path)
    // 503 where the page is not built: then there is no file at all.
    expect([400, 404, 503]).toContain(status)
  })

  it('is no other host, though it names one', async () => {
    const answer = await send(['GET http://attacker.example/ HTTP/1.1', `Host: ${HOST}`])
    expect([400, 404]).toContain(answer.status)
  })
})

describe('a request', () => {
  it('with too many headers is refused, and one that is no HTTP', async () => {
    expect((await get('/health', `X: ${'a'.repeat(40_000)}`)).status).toBe(431)
    expect((await send(['\u0016\u0003\u0001'])).status).toBe(400)
  })

  it('by another method is told so, or refused', async () => {
    const methods = ['TRACE', 'PUT', 'DELETE', 'PATCH']
    const answers = await Promise.all(
      methods.map((method) => send([`${method} /health HTTP/1.1`, `Host: ${HOST}`])),
    )
    expect(answers.map(({ status }) => status)).toEqual([405, 405, 405, 405])
  })

  it('is answered without a guess of its type', async () => {
    const answers = await Promise.all(
      ['/health', '/api/pack', '/nowhere.js'].map((path) => get(path)),
    )
    expect(
      answers.filter(({ headers }) => !headers.includes('x-content-type-options: nosniff')),
    ).toEqual([])
  })
})
