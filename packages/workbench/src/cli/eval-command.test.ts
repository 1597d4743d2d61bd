import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { announce, withdraw } from './running.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
const FOLDER = fileURLToPath(new URL('../testing/evaluation/', import.meta.url))

async function evaluate(
  data: string,
  version: string,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const words = ['--conditions=@kansoku/source', CLI, 'eval', ...args, '--data', data]
  const child = spawn(process.execPath, words, {
    cwd: FOLDER,
    env: { PATH: process.env['PATH'] ?? '', VERSION: version },
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

    await evaluate(data, '3', 'run')
    const closed = await evaluate(data, '3', 'gate', 'decision')
    expect(closed.code).toBe(3)
    expect(closed.out).toContain(
      '✗ 0 of 4 pass (all cases); at least 90.0 % are asked for\nThe gate is closed.',
    )
  })

  it('records its results in the workbench that runs, as evaluations of the prompt', async () => {
    const data = temporaryFolder()
    const { url } = await testWorkbench({ data })
    await announce(data, url)
    const { code, err } = await evaluate(data, '1', 'run')
    await withdraw(data)
    expect([code, err]).toEqual([3, ''])
    const query = `LLMEvaluations(ago(1h), now() + 1h)
| extend Case = tostring(Properties["llmops.metadata.evaluation_case"])
| where Case startswith "greeting"
| order by Case asc, EvaluationName asc
| project Case, EvaluationName, ScoreLabel, Score, PromptName, PromptVersion, Judged = isnotempty(CallId)`
    const answer = (await (
      await fetch(`${url}/api/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
    ).json()) as { rows: unknown[][] }
    const ofPrompt = ['search_decision', '1', true]
    expect(answer.rows).toEqual([
      ['greeting-2', 'contract', 'Yes', 1, ...ofPrompt],
      ['greeting-2', 'expected', 'fail', 0, ...ofPrompt],
      ['greeting-en', 'contract', 'Yes', 1, ...ofPrompt],
      ['greeting-en', 'expected', 'fail', 0, ...ofPrompt],
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
