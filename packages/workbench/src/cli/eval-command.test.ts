import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { openJournal } from '../evaluations/journal.ts'
import { runsOf } from '../evaluations/runs.ts'
import { callEnvelope } from '../testing/envelopes.ts'
import { post, temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { announce, withdraw } from './running.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
/** The same programs again and again: compiled once. */
const COMPILED = join(tmpdir(), 'kansoku-test-compiled')
const FOLDER = fileURLToPath(new URL('../testing/evaluation/', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const evaluate = (data: string, version: string, ...args: string[]): Promise<Ended> =>
  kansoku(['eval', ...args, '--data', data], { VERSION: version })

async function kansoku(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=@kansoku/source', CLI, ...args], {
    cwd: FOLDER,
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
  })
  child.stdin.end()
  const code = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}

describe('kansoku eval', () => {
  it('runs, reports and gates a version against the one before', async () => {
    const data = temporaryFolder()
    const html = join(data, 'report.html')
    expect(await evaluate(data, '1', 'run')).toEqual({
      code: 3,
      err: '',
      out: `decision: search_decision version 1

Cases   Passed  With 95 % confidence
──────  ──────  ────────────────────
all     2 of 4  6.8 to 93.2 % fail
en      1 of 3  9.4 to 99.2 % fail
ja      1 of 1  at most 97.5 % fail
turn-1  2 of 4  6.8 to 93.2 % fail

Failed:
  greeting-en  expected: "Yes" instead of "No"
  greeting-2  expected: "Yes" instead of "No"
`,
    })
    const second = await evaluate(data, '2', 'run', '--html', html)
    expect([second.code, second.err]).toEqual([0, ''])
    expect(await readFile(html, 'utf8')).toContain('2 cases to look at')

    const open = await evaluate(data, '2', 'gate', 'decision', '--baseline', 'last')
    expect([open.code, open.err]).toEqual([0, ''])
    expect(open.out).toMatch(
      /✓ not worse than run \S+-v1: 50\.0 % → 0\.0 % fail.*\nThe gate is open\.\n$/su,
    )

    const json = await evaluate(data, '2', 'gate', 'decision', '--format', 'json')
    expect(JSON.parse(json.out)).toEqual({
      evaluation: 'decision',
      prompt: { name: 'search_decision', version: '2' },
      run: expect.stringMatching(/-v2$/u),
      passed: true,
      reasons: expect.arrayContaining([
        { kept: true, text: '4 of 4 pass (all cases); at least 90.0 % are asked for' },
      ]),
    })
    const csv = await evaluate(data, '2', 'gate', 'decision', '--format', 'csv')
    expect(csv.out).toMatch(/^Kept,Rule\r?\n(?:true,[^\n]+\n)+$/u)

    await evaluate(data, '3', 'run')
    const closed = await evaluate(data, '3', 'gate', 'decision')
    expect(closed.code).toBe(3)
    expect(closed.out).toContain(
      '✗ 0 of 4 pass (all cases); at least 90.0 % are asked for\nThe gate is closed.',
    )
  })

  it('records its results in the workbench that runs, as evaluations of the prompt, and no call', async () => {
    const data = temporaryFolder()
    const { url } = await testWorkbench({ data })
    await announce(data, url)
    const { code, err } = await evaluate(data, '1', 'run')
    const other = await kansoku(['eval', 'run', '--data', data], { VERSION: '2', MODEL: 'gpt-5' })
    await withdraw(data)
    expect([code, err]).toEqual([3, ''])
    expect(other.out).toContain('decision: search_decision version 2 (model gpt-5)\n')
    const query = `LLMEvaluations(ago(1h), now() + 1h)
| extend Case = tostring(Properties["llmops.metadata.evaluation_case"])
| where Case startswith "greeting" and PromptVersion == "1"
| order by Case asc, EvaluationName asc
| project Case, EvaluationName, ScoreLabel, Score, PromptName, PromptVersion, Judged = isnotempty(CallId)`
    const ask = async (kql: string): Promise<unknown> => {
      const body = JSON.stringify({ query: kql })
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${url}/api/query`, { method: 'POST', headers, body })
      return ((await response.json()) as { rows: unknown }).rows
    }
    const ofPrompt = ['search_decision', '1', true]
    expect(await ask('AppDependencies | distinct Name')).toEqual([
      ['invoke_workflow evaluation decision'],
    ])
    const settings = `LLMEvaluations(ago(1h), now() + 1h)
| distinct PromptVersion, Settings = tostring(Properties["llmops.metadata.evaluation_settings"])
| order by PromptVersion asc`
    expect(await ask(settings)).toEqual([
      ['1', ''],
      ['2', 'model gpt-5'],
    ])
    expect(await ask(query)).toEqual([
      ['greeting-2', 'contract', 'Yes', 1, ...ofPrompt],
      ['greeting-2', 'expected', 'fail', 0, ...ofPrompt],
      ['greeting-en', 'contract', 'Yes', 1, ...ofPrompt],
      ['greeting-en', 'expected', 'fail', 0, ...ofPrompt],
    ])
  })

  it('goes on with no run of another version', async () => {
    const data = temporaryFolder()
    const tried = {
      prompt: { name: 'search_decision', version: '1' },
      settings: { model: 'gpt-4.1' },
    }
    await openJournal(runsOf(data, 'decision').create('1', new Date()), tried)
    const { code, err } = await evaluate(data, '2', 'run', '--resume')
    expect([code, err]).toEqual([
      1,
      'The run that did not finish is of search_decision version 1 (model gpt-4.1), the configuration says search_decision version 2. Begin a new one: kansoku eval run decision\n',
    ])
  })

  it('says what is missing', async () => {
    const data = temporaryFolder()
    const unknown = await evaluate(data, '1', 'run', 'decisions')
    expect([unknown.code, unknown.err]).toEqual([
      1,
      `${FOLDER}kansoku.config.ts has no evaluation decisions. It has: decision.\n`,
    ])
    const gate = await evaluate(data, '1', 'gate', 'decision')
    expect(gate.err).toBe(
      'There is no finished run of decision. Run it first: kansoku eval run decision\n',
    )
  })
})

describe('kansoku harvest', () => {
  it('makes cases of the calls behind an alert, and does not repeat them', async () => {
    const data = temporaryFolder()
    const { url } = await testWorkbench({ data })
    const time = new Date().toISOString()
    const calls = ['Is it open today?', 'Is it open today?', 'Mail anna@contoso.example'].map(
      (question, index) => {
        const input = JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: question }] },
        ])
        const properties = {
          'gen_ai.operation.name': 'chat',
          'gen_ai.prompt.name': 'search_decision',
          'gen_ai.prompt.version': '1',
          'llmops.metadata.turn': '3',
          'llmops.output.valid': 'false',
          'llmops.output.violation': 'extra_text',
          'llmops.content.capture': 'span',
          'gen_ai.input.messages': input,
        }
        return Object.assign(callEnvelope(`00f067aa0ba902b${index}`, { properties }), { time })
      },
    )
    await post(url, calls)
    await announce(data, url)
    const out = join(data, 'incident.jsonl')
    const args = ['harvest', 'decision', 'invalid-decisions-daily', '--data', data, '--out', out]
    // The rule's window is a day: by its own end it would find none of them.
    const before = await kansoku([...args, '--until', '2d'])
    const first = await kansoku(args)
    const second = await kansoku(args)
    await withdraw(data)
    expect([before.code, before.err]).toEqual([
      1,
      'invalid-decisions-daily gives no row: nothing is to be harvested. An alert that fired before is asked with --until.\n',
    ])
    expect([first.err, first.out.split('\n')[0]]).toEqual([
      '',
      `2 cases were added to ${out}, of 3 calls; 1 were there already or dropped, 0 have no input to read.`,
    ])
    expect(second.out).toContain('0 cases were added')
    const lines = (await readFile(out, 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      ['Is it open today?', 'Mail [email]'].map((question, index) => ({
        id: expect.stringMatching(/^harvested-/u) as string,
        tags: ['harvested', 'turn-3', 'extra_text'],
        input: { question },
        confirmed: false,
        source: {
          trace: 'trace-1',
          call: `00f067aa0ba902b${index * 2}`,
          time: time.replace('Z', '0000Z'),
          version: '1',
        },
      })),
    )
  })
})

describe('kansoku prompts check', () => {
  it('finds a text that changed without a new version', async () => {
    const lock = join(temporaryFolder(), 'kansoku.prompts.json')
    const check = (says: string, ...args: string[]): Promise<Ended> =>
      kansoku(['prompts', 'check', '--lock', lock, ...args], { TEXT: says })
    expect(await check('a')).toMatchObject({
      code: 3,
      out: expect.stringContaining('is new') as string,
    })
    expect(await check('a', '--write')).toMatchObject({ code: 0 })
    await writeFile(`${lock}.null`, 'null')
    expect(await check('a', '--write', '--lock', `${lock}.null`)).toMatchObject({
      code: 1,
      err: `${lock}.null holds no versions of prompts: restore it from the repository.\n`,
    })
    expect(await check('a')).toEqual({
      code: 0,
      err: '',
      out: '1 prompts are what their versions say.\n',
    })
    expect(await check('b')).toEqual({
      code: 3,
      err: '',
      out: '✗ search_decision version 1 has another text. Give it a new version.\n',
    })
  })
})
