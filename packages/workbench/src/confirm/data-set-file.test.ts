import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { temporaryFolder } from '../testing/workbench.ts'
import { writeDataSet } from './data-set-file.ts'

describe('the file of a data set', () => {
  it('is written whole, and only over what the decision was made on', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'cases.jsonl')
    writeFileSync(file, 'one\n', { mode: 0o640 })
    expect(await writeDataSet(file, 'one\n', 'two\n')).toBe(true)
    expect(await writeDataSet(file, 'one\n', 'three\n')).toBe(false)
    expect(readFileSync(file, 'utf8')).toBe('two\n')
    expect(readdirSync(folder)).toEqual(['cases.jsonl'])
  })
})
