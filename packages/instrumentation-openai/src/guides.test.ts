import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { choice, completion } from './testing/fixtures.ts'
import { type Block, blocksOf } from './testing/page.ts'
import { type ModelServer, startServer } from './testing/server.ts'

const run = promisify(execFile)
const preload = fileURLToPath(new URL('testing/apps/print-telemetry.ts', import.meta.url))
const blocks = blocksOf('docs/guides/tag-your-prompts.md')
const programs = blocks.filter(({ language }) => language === 'js')
const shown = blocks.filter(({ language }) => language === 'json')

let server: ModelServer
let folder: string

beforeAll(async () => {
  server = await startServer()
  // Where a program finds the packages.
  const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url))
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'page-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await server.close()
})

/** What a program printed, and the attributes of what was recorded. */
interface Played {
  readonly said: string
  readonly recorded: readonly Readonly<Record<string, unknown>>[]
}

/** Runs a program of the page against a model that gives this answer. */
async function play(title: string, answer: string): Promise<Played> {
  server.answer({
    json: completion([choice({ content: answer })], {
      model: 'gpt-4.1-mini-2025-04-14',
      system_fingerprint: undefined,
      usage: { prompt_tokens: 41, completion_tokens: 1, total_tokens: 42 },
    }),
  })
  const program = programs.find((block) => block.title === title) as Block
  const file = join(folder, title)
  await writeFile(file, program.text)
  const { stdout } = await run(
    process.execPath,
    ['--conditions=@kansoku/source', '--no-warnings', '--import', preload, file],
    {
      env: { PATH: process.env['PATH'], OPENAI_API_KEY: 'none', OPENAI_BASE_URL: server.baseURL },
      timeout: 20_000,
    },
  )
  const lines = stdout.trim().split('\n')
  const telemetry = lines.pop() ?? ''
  return { said: lines.join('\n'), recorded: JSON.parse(telemetry) as Played['recorded'] }
}

/** The page's readers have another server than we. */
const SERVER = { 'server.address': 'api.openai.com', 'server.port': 443 }

describe('the guide "Tag your prompts"', () => {
  it.each(shown)('shows what $title really records', async ({ text, title }) => {
    const [file = '', ...answer] = title.split(' ')
    const { recorded } = await play(file, answer.join(' ') || 'Yes')
    expect(recorded).toHaveLength(1)
    const [one = {}] = recorded
    expect({ ...one, ...('server.address' in one && SERVER) }).toEqual({
      // A tagged call is shown by what its tags add.
      ...(file === 'tagged.mjs' && (JSON.parse(shown[0]?.text ?? '') as object)),
      ...(JSON.parse(text) as object),
    })
  })

  it('changes nothing of what the program says, in ten lines', async () => {
    const { said } = await play('tagged.mjs', 'Yes')
    expect(said).toBe('Yes')
    const [ask = [], tagged = []] = ['ask.mjs', 'tagged.mjs'].map((title) =>
      programs.find((block) => block.title === title)?.text.split('\n'),
    )
    expect(tagged.filter((line) => !ask.includes(line)).length).toBeLessThanOrEqual(10)
  })
})
