import { spawn } from 'node:child_process'
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, temporaryFolder } from '../testing/workbench.ts'
import { startWorkbench } from '../workbench.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

/** Fifty processes of the same program: a quarter of a second each is not compiled again. */
const COMPILED = join(tmpdir(), 'kansoku-test-compiled')

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function start(args: readonly string[], env: Record<string, string> = {}, input = '') {
  const child = spawn(process.execPath, ['--conditions=@kansoku/source', CLI, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.end(input)
  const code = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  return { child, code }
}

async function run(
  args: readonly string[],
  env?: Record<string, string>,
  input?: string,
): Promise<Ended> {
  const { child, code } = start(args, env, input)
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}

/** A folder with three calls in it, one of them worth four. */
async function filled(): Promise<string> {
  const data = temporaryFolder()
  const workbench = await startWorkbench({ port: 0, data })
  const time = new Date().toISOString()
  const call = (id: string, turn: string, label: string) => ({
    ...callEnvelope(id, {
      properties: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.prompt.name': 'search_decision',
        'llmops.metadata.turn': turn,
        'llmops.output.valid': 'true',
        'llmops.output.label': label,
      },
    }),
    time,
  })
  await post(workbench.url, [
    call('a', '1', 'Yes'),
    { ...call('b', '1', 'No'), sampleRate: 25 },
    call('c', '2', 'No'),
  ])
  await workbench.close()
  return data
}

const begun = Date.now()
/** The service keeps no time that is older than two days. */
const hoursAgo = (hours: number): string => new Date(begun - hours * 3_600_000).toISOString()

describe('kansoku alert', () => {
  it('lists the rules of the pack', async () => {
    const { code, err, out } = await run(['alert', 'list', '--format', 'csv'])
    expect({ code, err, lines: out.split('\r\n').slice(0, 3) }).toEqual({
      code: 0,
      err: '',
      lines: [
        'Name,Frequency,Window,Severity,Threshold,Title',
        'daily-spend,P1D,P1D,2,5000,Spend of a day',
        'failure-ratio,PT15M,PT15M,1,1,Many failing calls',
      ],
    })
  })

  it('says when a rule would have fired', async () => {
    const data = temporaryFolder()
    const workbench = await startWorkbench({ port: 0, data })
    const properties = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.prompt.name': 'search_decision',
      'llmops.output.valid': 'false',
    }
    await post(
      workbench.url,
      Array.from({ length: 10 }, (_, index) => ({
        ...callEnvelope(`call-${index}`, { properties }),
        time: hoursAgo(2),
      })),
    )
    await workbench.close()
    const rule = ['alert', 'simulate', 'invalid-decisions-daily', '--data', data]
    const [from, middle, to] = [hoursAgo(48), hoursAgo(24), hoursAgo(0)]
    const time = ['--since', from, '--until', to]
    expect(await run([...rule, ...time, '--format', 'csv'])).toEqual({
      code: 0,
      err: '',
      out: `From,At,Rows,Fired\r\n${from},${middle},0,\r\n${middle},${to},10,fired\n`,
    })
  })

  it.each([
    ['no-such-rule', [], 'no-such-rule: there is no alert of that name. There are: daily-spend,'],
    ['failure-ratio', ['--since', 'yesterday'], '--since yesterday: write how long ago'],
    ['failure-ratio', ['--since', '99d'], 'failure-ratio would run 9504 times in that time'],
  ])('says what is wrong with %s %j', async (rule, options, message) => {
    const ended = await run(['alert', 'simulate', rule, ...options, '--data', await filled()])
    expect(ended).toEqual({ code: 1, out: '', err: expect.stringContaining(message) as unknown })
  })
})

/** A module with a contract, a prompt without one, and something else. */
const prompts = (labels: string): string => `
  const run = () => undefined
  export const decision = { name: 'decision', version: 1, run, output: { labels: [${labels}] }, description: 'the instructions themselves' }
  export const answer = { name: 'answer', version: 1, run }
  export const other = { name: 'no prompt' }`
const lastLine = (out: string): string | undefined => out.trim().split('\n').at(-1)

describe('kansoku complete', () => {
  it('knows the queries of the pack, the rules and the values of options', async () => {
    const asked = [
      ['query', 'answers'],
      ['alert', 'simulate', 'invalid'],
      ['chart', '--theme', ''],
    ]
    const answers = await Promise.all(asked.map((words) => run(['complete', '--', ...words])))
    expect(answers.map(({ out }) => out.split('\n', 1)[0]?.trim())).toEqual([
      'answers-per-turn\tAnswers per turn',
      'invalid-decisions-daily\tSearch decisions that are neither Yes nor No',
      'light',
    ])
  })
})

describe('kansoku compare', () => {
  it('names the versions that there are', async () => {
    const data = await filled()
    const { code, err } = await run(['compare', 'search_decision', '1', '2', '--data', data])
    expect(code).toBe(1)
    expect(err).toBe(
      'There is no call of version 1 of search_decision since 30d; there are calls of version (none). Look further back with --since.\n',
    )
  })
})

describe('kansoku generate', () => {
  it('writes what Azure needs, and again only what a changed contract changes', async () => {
    const folder = temporaryFolder()
    const out = join(folder, 'azure')
    const module = join(folder, 'prompts.mjs')
    const args = ['generate', module, '--out', out, '--rule-identity', 'editor']
    await writeFile(module, prompts(`'Yes', 'No'`))
    const first = await run(args)
    expect(first).toMatchObject({
      code: 0,
      err: 'Without a contract, and so without an alert: answer.\n',
      out: expect.stringContaining('wrote    kansoku.arm.json\n') as unknown,
    })
    const template = await readFile(join(out, 'kansoku.arm.json'), 'utf8')
    expect(template).toContain("[concat(parameters('prefix'), '-invalid-outputs-decision')]")
    expect(template).not.toContain('roleAssignments')
    expect(template).not.toContain('the instructions themselves')
    await writeFile(module, prompts(`'Yes', 'No', 'Unsure'`))
    const { out: second } = await run(args)
    expect(second.split('\n').slice(0, -2)).toEqual([
      'wrote    kansoku.arm.json',
      'wrote    kansoku.bicep',
      'wrote    kansoku.workbook.json',
      'wrote    kansoku.grafana.json',
      'wrote    kql/queries/answers-per-turn-decision.kql',
      'wrote    kql/alerts/invalid-outputs-decision.kql',
    ])
    expect(lastLine((await run(args)).out)).toMatch(/^0 written, \d+ unchanged, 0 removed in /)
  })

  it('overwrites nothing that it did not write, or that was changed since, but by force', async () => {
    const out = temporaryFolder()
    const args = ['generate', '--out', out]
    await writeFile(join(out, 'kansoku.bicep'), 'mine')
    const refused = {
      code: 1,
      out: '',
      err: expect.stringContaining(`changed since:\n  ${join(out, 'kansoku.bicep')}\n`) as unknown,
    }
    expect(await run(args)).toEqual(refused)
    expect(await readdir(out)).toEqual(['kansoku.bicep'])
    expect((await run([...args, '--force'])).code).toBe(0)
    await writeFile(join(out, 'kansoku.bicep'), 'mine again')
    expect(await run(args)).toEqual(refused)
    expect(await readFile(join(out, 'kansoku.bicep'), 'utf8')).toBe('mine again')
  })

  it('takes prices and the spend that the alert fires at', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'prices.json')
    await writeFile(file, '[{ "model": "in-house", "input": 1.25 }]')
    const out = join(folder, 'azure')
    const args = ['generate', '--out', out, '--prices', file, '--daily-spend', '1200']
    expect((await run(args)).code).toBe(0)
    const written = async (path: string) => readFile(join(out, 'kql', path), 'utf8')
    expect(await written('functions/LLMPrices.kql')).toContain(
      '"in-house", datetime(2020-01-01), real(1.25)',
    )
    expect(await written('alerts/daily-spend.kql')).toContain('// threshold: 1200\n')
  })

  it('removes what a prompt had that is gone', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'prompts.json')
    const args = ['generate', file, '--out', folder]
    await writeFile(file, '[{ "prompt": "a", "labels": ["x"] }, { "prompt": "b", "threshold": 3 }]')
    expect((await run(args)).code).toBe(0)
    await writeFile(file, '[{ "prompt": "a", "labels": ["x"] }]')
    const { out } = await run(args)
    expect(out.split('\n').filter((line) => line.startsWith('removed'))).toEqual([
      'removed  kql/queries/answers-per-turn-b.kql',
      'removed  kql/alerts/invalid-outputs-b.kql',
    ])
    expect(await readdir(join(folder, 'kql/alerts'))).not.toContain('invalid-outputs-b.kql')
  })

  it.each([
    ['prompts.json', '{}', 'prompts.json: expected a list of prompts.'],
    ['prompts.json', '[', 'prompts.json: it is no JSON'],
    ['prompts.json', '[]', 'prompts.json: no prompt with a contract is exported.'],
    [
      'prompts.json',
      '[{ "prompt": "a", "label": [] }]',
      '[0] has "label"; known are prompt, labels',
    ],
    ['prompts.json', '[{ "prompt": "a", "labels": [1] }]', '[0]: "labels" is a list of texts.'],
    ['prompts.json', '[{ "prompt": "a", "threshold": 0 }]', 'the prompt "a" is 0; give a whole'],
    ['prompts.mjs', 'export const a = (', 'prompts.mjs: it cannot be imported'],
    ['prompts.mjs', 'export const a = 1', 'prompts.mjs: no prompt with a contract is exported.'],
  ])('says what is wrong with %s of %s', async (name, content, message) => {
    const folder = temporaryFolder()
    await writeFile(join(folder, name), content)
    const ended = await run(['generate', join(folder, name), '--out', join(folder, 'out')])
    expect(ended).toEqual({ code: 1, out: '', err: expect.stringContaining(message) as unknown })
  })

  it('says that it cannot write there', async () => {
    const folder = temporaryFolder()
    await writeFile(join(folder, 'file'), '')
    const ended = await run(['generate', '--out', join(folder, 'file', 'out')])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('Choose another folder with --out.') as unknown,
    })
  })
})

describe('kansoku query', () => {
  it('runs a query of the pack over the stored rows', async () => {
    const ended = await run(['query', 'answers-per-turn', '--data', await filled()])
    expect(ended).toEqual({
      code: 0,
      err: '',
      out: `Turn  Answer  Calls
────  ──────  ─────
   1  Yes         1
   1  No          4
   1  Other       0
   2  Yes         0
   2  No          1
   2  Other       0
(6 rows)
`,
    })
  })

  it('draws the chart without colours into a pipe', async () => {
    const args = ['query', 'answers-per-turn', '--chart', '--data', await filled()]
    const { out } = await run(args, { COLUMNS: '50' })
    expect(out).toBe(`Answers per turn

Turn
   1  ████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒  Yes 1  No 4  Other 0
   2  ▒▒▒▒                    Yes 0  No 1  Other 0

██ Yes   ▒▒ No   ░░ Other
`)
  })

  it('prints JSON and CSV, and reads standard input', async () => {
    const data = await filled()
    const query = 'AppDependencies | where Id == "a" | project Id, Text = "a,\\"b\\"", DurationMs'
    const json = await run(['query', '-', '--format', 'json', '--data', data], {}, query)
    expect(JSON.parse(json.out)).toMatchObject({ rows: [['a', 'a,"b"', 1500]] })
    const csv = await run(['query', '-', '--format', 'csv', '--data', data], {}, query)
    expect(csv.out).toBe('Id,Text,DurationMs\r\na,"a,""b""",1500\n')
  })

  it('marks the place of an error and ends with 2', async () => {
    const data = await filled()
    const file = join(data, 'wrong.kql')
    await writeFile(file, 'AppDependencies\n| where Name == "東京" and Nmae == "a"\n')
    expect(await run(['query', file, '--data', data])).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /wrong\.kql:2:26: KS142: .*'Nmae'.*\n {2}\| where Name == "東京" and Nmae == "a"\n {29}\^\^\^\^\n$/,
      ) as unknown,
    })
  })

  it('draws a chart of no more width than a terminal can have', async () => {
    const args = ['query', 'answers-per-turn', '--chart', '--data', await filled()]
    const { code, out } = await run(args, { COLUMNS: '1e9' })
    expect(code).toBe(0)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBe(500)
  })

  it('colours the chart in a pipe when FORCE_COLOR says so', async () => {
    const args = ['query', 'answers-per-turn', '--chart', '--data', await filled()]
    const { out } = await run(args, { FORCE_COLOR: '1' })
    expect(out).toContain('\u001b[32m██\u001b[39m Yes')
  })

  it('reads a query that another editor saved as UTF-16', async () => {
    const data = await filled()
    const saved = '\ufeffAppDependencies\r\n| where Name != "検索" | count'
    const bytes = Buffer.from(saved, 'utf16le')
    const files = { 'little.kql': bytes, 'big.kql': Buffer.from(bytes).swap16() }
    for (const [name, content] of Object.entries(files)) {
      const file = join(data, name)
      // oxlint-disable-next-line no-await-in-loop
      await writeFile(file, content)
      // oxlint-disable-next-line no-await-in-loop
      const ended = await run(['query', file, '--format', 'csv', '--data', data])
      expect(ended).toEqual({ code: 0, out: 'Count\r\n3\n', err: '' })
    }
  })

  it('refuses a query in another encoding instead of asking something else', async () => {
    const data = await filled()
    const file = join(data, 'shift-jis.kql')
    const japanese = Buffer.from([0x8c, 0x9f, 0x8d, 0xf5])
    const parts = [Buffer.from('AppDependencies\n| where Name == "'), japanese, Buffer.from('"')]
    await writeFile(file, Buffer.concat(parts))
    expect(await run(['query', file, '--data', data])).toEqual({
      code: 2,
      out: '',
      err: `${file}:2: The text is not UTF-8. Save the query as UTF-8 and run it again.\n`,
    })
  })

  it('marks no place in an empty query', async () => {
    const ended = await run(['query', '-', '--data', await filled()], {}, ' \n')
    expect(ended).toEqual({ code: 2, out: '', err: 'stdin:1:1: the text holds no query\n' })
  })

  it.runIf(process.platform === 'linux')('says so when its answer cannot be written', async () => {
    const data = await filled()
    const full = await open('/dev/full', 'w')
    onTestFinished(async () => full.close())
    const child = spawn(
      process.execPath,
      ['--conditions=@kansoku/source', CLI, 'query', 'answers-per-turn', '--data', data],
      { stdio: ['ignore', full.fd, 'pipe'] },
    )
    expect(await text(child.stderr!)).toMatch(/^The answer could not be written: .*ENOSPC/)
  })

  it('names the queries it knows when it does not find one', async () => {
    const ended = await run(['query', 'answers', '--data', temporaryFolder()])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'It has: agents-and-tools, anomalies, answers-per-turn',
      ) as unknown,
    })
  })

  it('says that the workbench of the folder does not answer', async () => {
    const data = temporaryFolder()
    const { child } = start(['dev', '--port', '0', '--data', data])
    await once(child.stdout, /Ctrl\+C/)
    await rm(join(data, 'workbench.json'))
    const ended = await run(['query', 'invalid-outputs', '--data', data])
    const message = new RegExp(`\\(process ${child.pid}\\)[^]*busy with a long query.*try again`)
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(message) as unknown })
  })

  it('says that the workbench hung up', async () => {
    const data = temporaryFolder()
    const server = createServer((request, response) => {
      if (request.url === '/health') response.end('{"name":"kansoku","pid":7}')
      else request.socket.destroy()
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await writeFile(join(data, 'workbench.json'), JSON.stringify({ url, pid: 7 }))
    expect(await run(['query', 'invalid-outputs', '--data', data])).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^The workbench at .* gave no answer: .*\. Try again\.\n$/,
      ) as unknown,
    })
  })

  it('says that there are no rows yet', async () => {
    const ended = await run(['query', 'invalid-outputs', '--data', join(temporaryFolder(), 'none')])
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('kansoku dev') as unknown })
  })
})

describe('kansoku dev', () => {
  it('serves a folder until a signal comes, and queries go through it meanwhile', async () => {
    const data = await filled()
    const { child, code } = start(['dev', '--port', '0', '--data', data])
    const [line] = await once(child.stdout, /InstrumentationKey=\S+/)
    expect(line).toMatch(
      /^InstrumentationKey=0{8}-.*;IngestionEndpoint=http:\/\/127\.0\.0\.1:\d+\/$/,
    )
    const { url, pid } = JSON.parse(await readFile(join(data, 'workbench.json'), 'utf8')) as {
      url: string
      pid: number
    }
    expect(pid).toBe(child.pid)
    await post(url, [callEnvelope('fresh')])
    const asked = await run(
      ['query', '-', '--data', data, '--format', 'csv'],
      {},
      'AppDependencies | summarize sum(ItemCount)',
    )
    expect(asked).toEqual({ code: 0, out: 'sum_ItemCount\r\n7\n', err: '' })
    child.kill('SIGTERM')
    expect(await code).toBe(0)
    await expect(readFile(join(data, 'workbench.json'))).rejects.toThrow('ENOENT')
  })

  it('runs a command with its telemetry sent here and ends with its code', async () => {
    const script = `
      const [, url] = /IngestionEndpoint=(.*)\\/$/.exec(process.env.APPLICATIONINSIGHTS_CONNECTION_STRING)
      const answer = await fetch(url + '/v2.1/track', { method: 'POST', body: ${JSON.stringify(JSON.stringify(callEnvelope('a')))} })
      console.log(answer.status)
      process.exit(7)`
    const node = [process.execPath, '--input-type=module', '-e', script]
    const ended = await run(['dev', '--port', '0', '--data', temporaryFolder(), '--', ...node])
    expect(ended).toMatchObject({ code: 7, out: '200\n' })
  })

  it('leaves a connection string that is set', async () => {
    const command = [
      '--',
      process.execPath,
      '-p',
      'process.env.APPLICATIONINSIGHTS_CONNECTION_STRING',
    ]
    const ended = await run(['dev', '--port', '0', '--data', temporaryFolder(), ...command], {
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'mine',
    })
    expect(ended).toMatchObject({
      code: 0,
      out: 'mine\n',
      err: expect.stringContaining('is set already') as unknown,
    })
  })

  it('says that the command does not exist', async () => {
    const ended = await run([
      'dev',
      '--port',
      '0',
      '--data',
      temporaryFolder(),
      '--',
      'no-such-program',
    ])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('no-such-program could not be started') as unknown,
    })
  })

  it('passes signals on, and on the second one tells who it waits for', async () => {
    const script = `
      process.on('SIGTERM', () => console.log('no'))
      process.on('SIGHUP', () => process.exit(9))
      console.log('up')
      setInterval(() => {}, 1000)`
    const data = temporaryFolder()
    const args = ['dev', '--port', '0', '--data', data, '--', process.execPath, '-e', script]
    const { child, code } = start(args)
    const err = text(child.stderr)
    const out = child.stdout.iterator({ destroyOnReturn: false })
    for (const signal of ['SIGTERM', 'SIGTERM', 'SIGHUP'] as const) {
      // oxlint-disable-next-line no-await-in-loop
      await out.next()
      child.kill(signal)
    }
    expect(await code).toBe(9)
    expect(await err).toMatch(/kansoku waits for .* \(process (\d+)\) to end; kill -9 \1 ends it/)
  })

  it('takes no empty folder name for the working directory', async () => {
    const ended = await run(['dev', '--port', '0', '--data', '', '--', process.execPath, '-e', '1'])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('Name a folder') as unknown,
    })
  })

  it('says that the folder takes no note of where it serves', async () => {
    const data = temporaryFolder()
    await mkdir(join(data, 'workbench.json', 'taken'), { recursive: true })
    const ended = await run(['dev', '--port', '0', '--data', data])
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^The data folder .* cannot be written: .*--data\.\n$/) as unknown,
    })
  })

  it('refuses telemetry on demand, as often as it is told to', async () => {
    const script = `
      const [, url] = /IngestionEndpoint=([^;]+)/.exec(process.env.APPLICATIONINSIGHTS_CONNECTION_STRING)
      const post = () => fetch(url + 'v2.1/track', { method: 'POST', body: '{}' })
      post().then(async ({ headers, status }) => console.log(status, headers.get('retry-after'), (await post()).status))`
    const refuse = ['--refuse', '503', '--retry-after', '7', '--refuse-requests', '1']
    const node = [process.execPath, '-e', script]
    const args = ['dev', '--port', '0', '--data', temporaryFolder(), ...refuse, '--', ...node]
    expect(await run(args)).toMatchObject({ code: 0, out: '503 7 400\n' })
  })

  it('says which port is busy and what to do', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const ended = await run(['dev', '--port', String(port), '--data', temporaryFolder()])
    expect(ended).toEqual({
      code: 1,
      out: '',
      err: `Port ${port} is in use by another program. Stop that one, or choose another port: kansoku dev --port ${port + 1}\n`,
    })
  })

  it('explains itself', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('kansoku query answers-per-turn --chart') as unknown,
    })
  })
})

async function once(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<RegExpExecArray> {
  let seen = ''
  for await (const chunk of stream) {
    seen += String(chunk)
    const match = pattern.exec(seen)
    if (match !== null) return match
  }
  throw new Error(`never seen: ${pattern.source} in ${seen}`)
}
