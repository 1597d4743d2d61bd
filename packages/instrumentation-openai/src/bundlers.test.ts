import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { build, type Message } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { folderOf, type Format, FORMATS, type Major, MAJORS } from './testing/clients.ts'
import { choice, completion, YES_STREAM } from './testing/fixtures.ts'
import { startServer } from './testing/server.ts'

const run = promisify(execFile)
const app = fileURLToPath(new URL('testing/apps/bundled.ts', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kansoku-bundle-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Bundle {
  readonly file: string
  readonly warnings: readonly Message[]
}

/** One minified file without any import but of Node. */
async function bundle(major: Major, format: Format, way: string): Promise<Bundle> {
  const file = join(folder, `${major}-${way}.${format === 'esm' ? 'mjs' : 'cjs'}`)
  const { warnings } = await build({
    entryPoints: [app],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format,
    conditions: ['@kansoku/source'],
    alias: { openai: folderOf(major) },
    define: { WAY: JSON.stringify(way) },
    // CommonJS dependencies call `require` for Node's own modules, which an ES module has to make for itself.
    ...(format === 'esm' && {
      banner: {
        js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
      },
    }),
    logLevel: 'silent',
  })
  return { file, warnings }
}

describe.each(MAJORS)('openai %i in one minified file with us', (major) => {
  const ways = FORMATS.flatMap((format) =>
    ['manuallyInstrument', 'instrumentOpenAI'].map((way) => [format, way] as const),
  )

  it.each(ways)('is traced as %s by %s, by the names that nobody changed', async (format, way) => {
    const { file, warnings } = await bundle(major, format, way)
    expect(warnings).toEqual([])
    expect(await readFile(file, 'utf8')).not.toMatch(/class (APIConnection|AzureOpenAI)/)
    const server = await startServer()
    server.answer(
      { json: completion([choice({ content: 'Yes' })]) },
      { events: YES_STREAM },
      { never: true },
    )
    const { stdout } = await run(process.execPath, [file], {
      env: { ...process.env, BASE_URL: server.baseURL },
      timeout: 20_000,
    })
    await server.close()
    expect(JSON.parse(stdout)).toEqual({
      spans: [
        { provider: 'openai', end: ['stop'] },
        { provider: 'openai', end: ['stop'] },
        { provider: 'openai', end: 'APIConnectionTimeoutError' },
        { provider: 'azure.ai.openai', end: 'APIUserAbortError' },
        { provider: 'openai', end: 'APIConnectionError' },
      ],
      exceptions: ['APIConnectionTimeoutError', 'APIUserAbortError', 'APIConnectionError'],
      open: 0,
      warnings: [],
    })
  })
})
