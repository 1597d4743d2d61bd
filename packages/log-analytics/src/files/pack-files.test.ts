import { describe, expect, it } from 'vitest'

import type { AlertRule } from '../alerts/alert-rule.ts'
import { parseHeader } from '../header.ts'
import type { PackQuery } from '../pack-query.ts'
import { alertRules, functions, queries, workbookQueries } from '../pack.ts'
import { nastyNames } from '../testing/nasty-names.ts'
import { packFiles } from './pack-files.ts'

type Files = ReturnType<typeof packFiles>

/** Header and query of each file in a folder. */
const read = (folder: string, files: Files): unknown[] =>
  files
    .filter(({ path }) => path.startsWith(`kql/${folder}/`))
    .map(({ path, text }) => parsed(path, text))

function parsed(path: string, text: string): object {
  const { body, header } = parseHeader(text, path)
  const { measure, parameters, schedule, ...rest } = header
  return {
    ...rest,
    ...(parameters !== undefined && { parameters }),
    ...schedule,
    ...(measure && { measure }),
    body,
  }
}

const asBody = ({ text: body, ...query }: PackQuery): object => ({ ...query, body })
const ruleAsBody = ({ query: body, ...rule }: AlertRule): object => ({ ...rule, body })

describe('the files of the pack', () => {
  it('are read as what the pack has', () => {
    const files = packFiles()
    expect(files.slice(0, 4).map(({ path }) => path)).toEqual([
      'kansoku.arm.json',
      'kansoku.bicep',
      'kansoku.workbook.json',
      'kansoku.grafana.json',
    ])
    expect(read('functions', files)).toEqual(functions())
    expect(read('queries', files)).toEqual(queries().map(asBody))
    expect(read('workbook', files)).toEqual(workbookQueries().map(asBody))
    expect(read('alerts', files)).toEqual(alertRules().map(ruleAsBody))
  })

  it('have headers that can be read, whatever a prompt is called', () => {
    const prompts = [...new Set(nastyNames(200))].map((prompt) => ({ prompt, labels: ['a'] }))
    const files = packFiles({ prompts })
    expect(read('alerts', files)).toHaveLength(prompts.length + 4)
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length)
    expect(files.filter(({ path }) => !/^[\w./-]+$/.test(path))).toEqual([])
  })
})
