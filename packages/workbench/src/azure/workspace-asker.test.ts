import { functions } from '@kansoku/log-analytics'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { toLoopback } from '../testing/to-loopback.ts'
import { primaryResult, workspaceDouble } from '../testing/workspace-double.ts'
import { workspaceAsker, type WorkspaceOptions } from './workspace-asker.ts'
import { workspaceFailure } from './workspace-error.ts'
import { workspaceQuery } from './workspace-query.ts'

const WORKSPACE = '8b6c3a2e-0000-4000-8000-5f1d2c3b4a59'
const credential = {
  getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
}

function asker(url: string, options: Partial<WorkspaceOptions> = {}) {
  const additionalPolicies = [toLoopback('https://api.loganalytics.io', url)]
  const asking = workspaceAsker({
    workspace: WORKSPACE,
    credential,
    additionalPolicies,
    ...options,
  })
  onTestFinished(() => asking.close())
  return asking
}

const columns = [
  { name: 'Label', type: 'string' },
  { name: 'At', type: 'datetime' },
  { name: 'Bag', type: 'dynamic' },
]

describe('a workspace in Azure', () => {
  it('is asked by its id, with a token, and answers in the form of the local engine', async () => {
    const { url, requests } = await workspaceDouble({
      body: {
        ...primaryResult(columns, [['Yes', '2026-03-01T09:00:00.5Z', '{"turn":1}']]),
        render: { visualization: 'columnchart', title: 'Answers' },
      },
    })
    const query = 'AppTraces | render columnchart'
    expect(await asker(url).ask(query)).toEqual({
      answer: {
        columns,
        rows: [['Yes', '2026-03-01T09:00:00.5000000Z', { turn: 1 }]],
        visualization: { kind: 'columnchart', title: 'Answers' },
      },
    })
    expect(requests).toEqual([
      {
        path: `/v1/workspaces/${WORKSPACE}/query`,
        authorization: 'Bearer token',
        prefer: 'include-render=true',
        body: { query, timespan: 'P730D' },
      },
    ])
  })

  it('needs none of the functions of the pack', async () => {
    const { url, requests } = await workspaceDouble({ body: primaryResult([], []) })
    await asker(url).ask('LLMCalls(ago(1d), now()) | count')
    const { query } = requests[0]?.body ?? { query: '' }
    expect(query).toMatch(/^let LLMCalls = \(startTime: datetime, endTime: datetime\) \{\n/u)
    expect(query.endsWith('};\nLLMCalls(ago(1d), now()) | count')).toBe(true)
  })

  it('can be asked as of another time', async () => {
    const { url, requests } = await workspaceDouble({ body: primaryResult([], []) })
    await asker(url).ask('print ago(1d), "ago(1d)"', new Date('2026-03-01T00:00:00Z'))
    expect(requests[0]?.body.query.split('\n')).toEqual([
      'let kansoku_now = (offset: timespan = 0s) { datetime(2026-03-01T00:00:00.000Z) + offset };',
      'let kansoku_ago = (span: timespan) { datetime(2026-03-01T00:00:00.000Z) - span };',
      'print kansoku_ago(1d), "ago(1d)"',
    ])
  })

  it('tells the place of a mistake in the query that was asked, whatever stands before it', async () => {
    const query = 'LLMCalls(ago(1d), now())\n| where Promt == "a"'
    const innererror = {
      code: 'SEM0100',
      message: "'where' operator: Failed to resolve column named 'Promt'",
      line: workspaceQuery(query, functions()).linesBefore + 2,
      pos: 8,
      token: 'Promt',
    }
    const message = 'The request had some invalid properties'
    const { url } = await workspaceDouble({
      status: 400,
      body: { error: { code: 'BadArgumentError', message, innererror } },
    })
    expect(await asker(url).ask(query)).toEqual({
      problem: {
        code: 'SEM0100',
        message: innererror.message,
        line: 2,
        column: 9,
        start: query.indexOf('Promt'),
        length: 5,
      },
    })
  })

  it('gives a part of an answer, and says so', async () => {
    const onPartial = vi.fn<(message: string) => void>()
    const { url } = await workspaceDouble({
      body: {
        ...primaryResult(columns.slice(0, 1), [['Yes']]),
        error: { code: 'PartialError', message: 'the result was cut at 500000 rows' },
      },
    })
    expect(await asker(url, { onPartial }).ask('AppTraces')).toEqual({
      answer: { columns: columns.slice(0, 1), rows: [['Yes']] },
    })
    expect(onPartial.mock.calls).toEqual([['the result was cut at 500000 rows']])
  })

  it.each([
    [401, { error: { message: 'Authentication failed' } }, 'az login'],
    [403, { error: { message: 'no access' } }, 'Log Analytics Reader'],
    [404, '<html>', 'GUID'],
  ])('says what to do about a %s', async (status, body, advice) => {
    const { url } = await workspaceDouble({ status, body })
    const told = await asker(url)
      .ask('AppTraces')
      .then(() => '', workspaceFailure)
    expect(told).toContain(`(${status})`)
    expect(told).toContain(advice)
  })

  it('says that a login is missing, and that nobody answers', async () => {
    const { url } = await workspaceDouble({ body: {} })
    const refused = Object.assign(new Error('Please run az login.\nlong text'), {
      name: 'CredentialUnavailableError',
    })
    const without = asker(url, { credential: { getToken: () => Promise.reject(refused) } })
    expect(await without.ask('AppTraces').then(() => '', workspaceFailure)).toBe(
      'There is no login for Azure: Please run az login.\nRun "az login" and try again.',
    )
  })
})
