import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { KANSOKU, run } from './processes.ts'

const register = '@kansoku/azure-monitor/register'

describe('on a Node that is too old', () => {
  const old = [
    '--import',
    "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})",
  ]
  const programs = {
    kansoku: [KANSOKU, '--help'],
    'the scripts': [fileURLToPath(new URL('../../tools/require-node.mjs', import.meta.url))],
  }
  it.each(Object.entries(programs))('%s says which one is needed', async (_name, args) => {
    const { code, stdout, stderr } = await run([...old, ...args])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /needs? Node 22\.1[58] or newer, this is Node 20\.20\.2\. Install a newer Node/,
    )
  })

  it('register leaves the application alone', async () => {
    const { code, stdout, stderr } = await run([
      ...old,
      '--import',
      register,
      '-e',
      'console.log(1)',
    ])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' })
    expect(stderr).toContain('Node 20.20.2 is too old')
  })
})
