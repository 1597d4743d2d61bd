import { afterEach, describe, expect, it } from 'vitest'

import { type Children, createChildren, DemoError } from './children.ts'

let children: Children = createChildren(300)
afterEach(async () => {
  await children.stopAll()
  children = createChildren(300)
})

const start = (code: string) => children.start({ name: 'The child', args: ['-e', code] })
const pidOf = async (code: string): Promise<number> =>
  Number((await start(`console.log('pid ' + process.pid); ${code}`).sees(/pid (\d+)/, 10))[1])

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a child', () => {
  it('is seen to be ready by a line of its output', async () => {
    const [, port] = await start(
      "console.log('starting\\nport 80'); setTimeout(() => {}, 9e4)",
    ).sees(/^port (\d+)$/, 10)
    expect(port).toBe('80')
  })

  it('gives its output at its end', async () => {
    expect(await start("console.log('検索')").ends(10)).toBe('検索\n')
  })

  it('fails with its exit code and what it said', async () => {
    await expect(start("console.error('no port'); process.exit(3)").ends(10)).rejects.toThrow(
      new DemoError('The child ended with exit code 3:\nno port'),
    )
  })

  it('tells how it ended', async () => {
    const child = start("console.log('no'); console.error('why'); process.exit(3)")
    expect(await child.ended(10)).toEqual({ code: 3, stdout: 'no\n', stderr: 'why\n' })
  })

  it('fails when it ends before it is ready', async () => {
    await expect(start('').sees(/ready/, 10)).rejects.toThrow(
      new DemoError('The child ended before it was ready.'),
    )
  })

  it('fails when it takes too long', async () => {
    await expect(start('setTimeout(() => {}, 9e4)').ends(0.1)).rejects.toThrow(
      'The child did not end within 0.1 s.',
    )
  })
})

describe('stopAll', () => {
  it('ends every child, also one that does not listen to SIGTERM', async () => {
    const pids = await Promise.all([
      pidOf('setTimeout(() => {}, 9e4)'),
      pidOf("process.on('SIGTERM', () => {}); setTimeout(() => {}, 9e4)"),
    ])
    expect(pids.map(runs)).toEqual([true, true])
    await children.stopAll()
    expect(pids.map(runs)).toEqual([false, false])
  })

  it('lets no child start any more', async () => {
    await children.stopAll()
    expect(() => start('')).toThrow(DemoError)
  })
})
