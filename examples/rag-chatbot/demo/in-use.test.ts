import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, onTestFinished } from 'vitest'

import { isInUse } from './in-use.ts'

it('tells a running workbench from the note of a killed one', async () => {
  const data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  const server = createServer((_, response) => response.end('{"name":"kansoku","pid":7}'))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(async () => {
    server.close()
    await rm(data, { recursive: true })
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const note = async (text: string): Promise<boolean> => {
    await writeFile(join(data, 'workbench.json'), text)
    return isInUse(data)
  }
  expect(await isInUse(data)).toBe(false)
  expect(await note('{')).toBe(false)
  expect(await note(JSON.stringify({ url: 'http://127.0.0.1:1', pid: 7 }))).toBe(false)
  expect(await note(JSON.stringify({ url, pid: 8 }))).toBe(false)
  expect(await note(JSON.stringify({ url, pid: 7 }))).toBe(true)
})
