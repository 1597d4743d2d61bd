import { createKql, memorySource } from '@kansoku/kql'
import { afterAll, describe, expect, it } from 'vitest'

import { minutesOf } from './alerts/schedule.ts'
import { alertRules, functions, queries } from './pack.ts'
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

describe('every alert of the pack', () => {
  it.each(alertRules().map((rule) => [rule.name, rule] as const))(
    '%s is taken by Microsoft’s analyser, this engine and alert rules of its frequency',
    async (_name, { frequency, query }) => {
      const use = { target: 'alert', frequencyMinutes: minutesOf(frequency) } as const
      expect(await kql.lint(query, use)).toEqual([])
    },
  )
})
