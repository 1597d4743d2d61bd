import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { expect, it } from 'vitest'

const PAGE = new URL('../../../../docs/guides/privacy-and-content.md', import.meta.url)
/** Prints what the policy of the page records of the messages that it is given, and the captures of two prompts. */
const PROGRAM = `
import { applyContentPolicy, contentSettings, resolveContentPolicy } from '@kansoku/core'
import { contentPolicy } from './policy.mjs'

const policy = resolveContentPolicy(contentPolicy)
const content = { 'gen_ai.input.messages': JSON.parse(process.argv[2]) }
const { forEvent } = applyContentPolicy(policy.general, content)
const of = (name, version) => contentSettings(policy, { name, version })
console.log(JSON.stringify([
  policy.warnings,
  forEvent['gen_ai.input.messages'],
  of('medical_history', 1).capture,
  of('search_decision', 7).textBytes,
]))
`

it('the guide "Privacy and content" shows what its policy really records', async () => {
  const page = await readFile(PAGE, 'utf8')
  const block = (title: string): string =>
    new RegExp(`^\`\`\`\\w+ ${title}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? ''
  // Inside the package, where it finds itself by its name.
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'page-'))
  await writeFile(join(folder, 'policy.mjs'), block('policy.mjs'))
  await writeFile(join(folder, 'program.mjs'), PROGRAM)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@kansoku/source', '--no-warnings', join(folder, 'program.mjs'), block('sent')],
    { timeout: 20_000 },
  )
  await rm(folder, { recursive: true })
  expect(JSON.parse(stdout)).toEqual([[], JSON.parse(block('recorded')), 'NO_CONTENT', 256])
})
