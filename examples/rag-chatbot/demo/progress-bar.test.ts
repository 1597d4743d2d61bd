import { PassThrough } from 'node:stream'

import { describe, expect, it } from 'vitest'

import { createProgressBar } from './progress-bar.ts'

function drawn(terminal: boolean, columns = 80): string {
  const out = new PassThrough()
  const bar = createProgressBar(
    Object.assign(out, { isTTY: terminal, columns }) as unknown as NodeJS.WriteStream,
    10,
    'conversations',
  )
  for (let done = 1; done <= 10; done++) bar.update(done)
  bar.end()
  return String(out.read())
}

describe('the progress', () => {
  it('is one line on a terminal', () => {
    expect(drawn(true).split('\n')).toHaveLength(2)
    expect(drawn(true).split('\r').at(-1)).toBe(`  ${'█'.repeat(30)} 10 of 10 conversations\n`)
  })

  it('keeps to one line on a narrow terminal', () => {
    const lines = drawn(true, 40).split(/\r|\n/)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40)
    expect(lines.at(-2)).toBe(`  ${'█'.repeat(14)} 10 of 10 conversations`)
  })

  it('is a line every fifth of the way in a log', () => {
    expect(drawn(false)).toBe(
      [2, 4, 6, 8, 10].map((done) => `  ${done} of 10 conversations\n`).join(''),
    )
  })
})
