import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { readJsonLines } from './json-lines.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

function ask(query: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@kansoku/source', 'main.ts', 'requests.jsonl', query],
    { cwd: here, encoding: 'utf8', timeout: 20_000 },
  )
  return { status, stdout, stderr }
}

describe('KQL over JSON lines', () => {
  it('answers a query over the file', () => {
    const query = `Lines | where path == "/ask" and timestamp < datetime(2026-03-01 09:02)
      | summarize calls = count(), slowest = max(ms) by plan = tostring(user.plan), failed = isnotempty(error) | sort by plan asc, failed asc`
    expect(ask(query)).toEqual({
      status: 0,
      stdout: [
        'plan\tfailed\tcalls\tslowest',
        'free\tFalse\t1\t812.5',
        'free\tTrue\t1\t30000.0',
        'paid\tFalse\t2\t1240.0',
        '',
      ].join('\n'),
      stderr: '',
    })
  })

  it('gives each field the type of its values', () => {
    expect(readJsonLines(`${here}requests.jsonl`).columns).toEqual([
      { name: 'timestamp', type: 'datetime' },
      { name: 'level', type: 'string' },
      { name: 'path', type: 'string' },
      { name: 'ms', type: 'real' },
      { name: 'user', type: 'dynamic' },
      { name: 'error', type: 'string' },
    ])
  })
})
