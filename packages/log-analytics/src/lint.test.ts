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
  it.each(queries().map(({ name, tags, text }) => [name, text, tags.includes('alert')] as const))(
    '%s is taken by Microsoft’s analyser, this engine and workbooks, and by alert rules where it is for one',
    async (_name, text, alert) => {
      expect(await kql.lint(text, { target: alert ? 'alert' : 'workbook' })).toEqual([])
    },
  )
})
