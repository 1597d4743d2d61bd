import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { noteDataSet } from './noted-data-sets.ts'
import type { WaitingCases } from './waiting-cases.ts'

const caseLine = (id: string, confirmed = false): string =>
  JSON.stringify({ id, tags: [], input: { question: id }, expected: 'No', confirmed })

const TEXT = `${caseLine('a')}\n${caseLine('b')}\n${caseLine('c', true)}\n`

interface Opened {
  readonly file: string
  readonly list: () => Promise<WaitingCases>
  readonly post: (
    body: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly said: string }>
}

async function opened(text = TEXT): Promise<Opened> {
  const data = temporaryFolder()
  const file = join(temporaryFolder(), 'cases.jsonl')
  writeFileSync(file, text)
  await noteDataSet(data, { evaluation: 'decision', file, labels: ['Yes', 'No'] })
  const { url } = await testWorkbench({ data })
  const list = async (): Promise<WaitingCases> => {
    const [first] = (await (await fetch(`${url}/api/cases`)).json()) as WaitingCases[]
    if (first === undefined) throw new Error('no data set')
    return first
  }
  return {
    file,
    list,
    post: async (body, headers = {}) => {
      const { version } = await list()
      const response = await fetch(`${url}/api/cases`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ file, version, ...body }),
      })
      const answer = (await response.json()) as { errors?: { message: string }[] }
      return { status: response.status, said: answer.errors?.[0]?.message ?? '' }
    },
  }
}

describe('cases that wait to be confirmed', () => {
  it('are listed, accepted with another label, dropped, and taken back', async () => {
    const { file, list, post } = await opened()
    const { version, waiting, ...set } = await list()
    expect(set).toEqual({ evaluation: 'decision', file, labels: ['Yes', 'No'], canUndo: false })
    expect(waiting.map(({ id }) => id)).toEqual(['a', 'b'])

    expect(await post({ id: 'a', action: 'accept', expected: 'Yes' })).toMatchObject({
      status: 200,
    })
    const accepted = readFileSync(file, 'utf8')
    expect(accepted.split('\n')[0]).toBe(
      '{"id":"a","tags":[],"input":{"question":"a"},"expected":"Yes"}',
    )
    expect(await post({ id: 'b', action: 'drop' })).toMatchObject({ status: 200 })
    expect(readFileSync(file, 'utf8')).toBe(accepted.replace(caseLine('b'), '// dropped "b"'))
    expect(await list()).toMatchObject({ waiting: [], canUndo: true })

    expect(await post({ action: 'undo' })).toMatchObject({ status: 200 })
    expect(readFileSync(file, 'utf8')).toBe(accepted)
    expect(await post({ action: 'undo' })).toMatchObject({ status: 200 })
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
    expect(await post({ action: 'undo' })).toEqual({
      status: 409,
      said: 'There is no decision to take back',
    })
    // Nothing half written is left beside it.
    expect(readdirSync(join(file, '..'))).toEqual(['cases.jsonl'])
    expect(version).toMatch(/^[0-9a-f]{64}$/)
  })

  it('are not written where the file was changed meanwhile', async () => {
    const { file, list, post } = await opened()
    const { version } = await list()
    writeFileSync(file, `${TEXT}${caseLine('d')}\n`)
    expect(await post({ id: 'a', action: 'drop', version })).toEqual({
      status: 409,
      said: `${file} was changed meanwhile. Nothing was written`,
    })
    expect(readFileSync(file, 'utf8')).toBe(`${TEXT}${caseLine('d')}\n`)
  })

  it('are not taken back over the change of somebody else', async () => {
    const { file, list, post } = await opened()
    await post({ id: 'a', action: 'drop' })
    const changed = `${readFileSync(file, 'utf8')}${caseLine('d')}\n`
    writeFileSync(file, changed)
    expect(await list()).toMatchObject({ canUndo: false })
    expect(await post({ action: 'undo' })).toMatchObject({ status: 409 })
    expect(readFileSync(file, 'utf8')).toBe(changed)
  })

  it('lose none of two decisions that come at once', async () => {
    const { list, post } = await opened()
    const { version } = await list()
    const both = await Promise.all(
      ['a', 'b'].map((id) => post({ id, action: 'accept', expected: 'No', version })),
    )
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409,
    ])
    expect((await list()).waiting).toHaveLength(1)
  })

  it.each([
    [{ file: '/etc/passwd', id: 'a', action: 'drop' }, 404, 'No command has noted'],
    [{ id: 'c', action: 'drop' }, 404, 'No such case waits'],
    [{ id: 'a', action: 'accept' }, 400, 'Send {'],
    [{ id: 'a', action: 'delete' }, 400, 'Send {'],
    [{ id: 7, action: 'drop' }, 404, 'No such case waits'],
  ])('refuse %j', async (body, status, said) => {
    const { file, post } = await opened()
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(answer.said).toContain(said)
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
  })

  it('are not decided by a page of another origin', async () => {
    const { file, post } = await opened()
    const answer = await post({ id: 'a', action: 'drop' }, { origin: 'http://evil.example' })
    expect(answer.status).toBe(403)
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
  })

  it('say what is wrong with a file that is none', async () => {
    const { file, list } = await opened('{"id":"a"')
    expect((await list()).problem).toContain(`${file}:1: no JSON`)
  })

  it('stay where a link leads to', async () => {
    const { file, post } = await opened()
    const data = temporaryFolder()
    const link = join(data, 'link.jsonl')
    symlinkSync(file, link)
    await noteDataSet(data, { evaluation: 'linked', file: link, labels: [] })
    const { url } = await testWorkbench({ data })
    const [set] = (await (await fetch(`${url}/api/cases`)).json()) as WaitingCases[]
    const body = { file: link, version: set?.version, id: 'a', action: 'drop' }
    await fetch(`${url}/api/cases`, { method: 'POST', body: JSON.stringify(body) })
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('// dropped "a"')
    expect(await post({ id: 'a', action: 'drop' })).toMatchObject({ status: 404 })
  })
})
