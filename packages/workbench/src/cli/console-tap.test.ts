import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, onTestFinished } from 'vitest'

import { consoleTap } from './console-tap.ts'

const record = (name: string): string => `{"prompt_type":"${name}","status":"Success"}`

/** What is posted to a workbench in its place. */
async function receiver(status = 200): Promise<{ url: string; posted: string[] }> {
  const posted: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      posted.push(`${request.url} ${body}`)
      response.writeHead(status).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posted }
}

describe('consoleTap', () => {
  it('puts lines together from whatever pieces come, and the last one needs no end', async () => {
    const { posted, url } = await receiver()
    const tap = consoleTap(url, (problem) => expect.fail(problem))
    const bytes = Buffer.from(`${record('会話')}\nother output\n${record('b')}\n${record('c')}`)
    for (let at = 0; at < bytes.length; at += 7) tap.take(bytes.subarray(at, at + 7))
    await tap.end()
    expect(posted).toEqual([`/console-lines ${['会話', 'b', 'c'].map(record).join('\n')}`])
  })

  it('lets a line go that does not end', async () => {
    const { posted, url } = await receiver()
    const tap = consoleTap(url, (problem) => expect.fail(problem))
    for (let at = 0; at < 3; at += 1) tap.take(Buffer.alloc(600_000, 'x'))
    tap.take(Buffer.from(`\n${record('a')}\n`))
    await tap.end()
    expect(posted).toEqual([`/console-lines ${record('a')}`])
  })

  it('says once that nothing takes the records', async () => {
    const { url } = await receiver(503)
    const problems: string[] = []
    const tap = consoleTap(url, (problem) => problems.push(problem))
    for (const name of ['a', 'b']) {
      tap.take(Buffer.from(`${record(name)}\n`))
      await tap.end() // oxlint-disable-line no-await-in-loop -- one post each
    }
    expect(problems).toEqual(['the workbench answered 503'])
  })
})
