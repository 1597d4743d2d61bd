import { createKql, memorySource } from '@kansoku/kql'
import { afterAll, describe, expect, it } from 'vitest'

import { functions, queries } from './pack.ts'
import { tables } from './tables.ts'

const kql = createKql({
  source: { ...memorySource({}), tables: () => tables },
  functions: functions(),
})
afterAll(() => kql.close())

describe('every query of the pack', () => {
  it.each(queries().map(({ name, text }) => [name, text]))(
    '%s is taken by Microsoft’s analyser, this engine, workbooks and alert rules',
    async (_name, text) => {
      expect(await kql.lint(text, { target: 'workbook' })).toEqual([])
      expect(await kql.lint(text, { target: 'alert' })).toEqual([])
    },
  )
})
