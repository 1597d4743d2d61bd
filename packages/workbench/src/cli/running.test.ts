import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { announce, findRunning, withdraw } from './running.ts'

it('finds the workbench of a folder until it withdraws', async () => {
  const data = temporaryFolder()
  const { url } = await testWorkbench()
  expect(await findRunning(data)).toBeUndefined()
  await announce(data, url)
  expect(await findRunning(data)).toBe(url)
  await withdraw(data)
  await withdraw(data)
  expect(await findRunning(data)).toBeUndefined()
})

it('does not take back the note of another workbench', async () => {
  const data = temporaryFolder()
  const note = JSON.stringify({ url: 'http://127.0.0.1:1', pid: process.pid + 1 })
  await writeFile(join(data, 'workbench.json'), note)
  await withdraw(data)
  expect(await readFile(join(data, 'workbench.json'), 'utf8')).toBe(note)
})

it.each([
  ['nobody answers', { url: 'http://127.0.0.1:1', pid: process.pid }],
  ['the address is not of this machine', { url: 'http://192.0.2.1:4319', pid: process.pid }],
  ['it is no note', null],
])('finds none where %s', async (_, note) => {
  const data = temporaryFolder()
  await writeFile(join(data, 'workbench.json'), JSON.stringify(note))
  expect(await findRunning(data)).toBeUndefined()
})

it('does not take another workbench on that port for the one of the folder', async () => {
  const data = temporaryFolder()
  const { url } = await testWorkbench()
  await writeFile(join(data, 'workbench.json'), JSON.stringify({ url, pid: process.pid + 1 }))
  expect(await findRunning(data)).toBeUndefined()
})
