import { readdirSync, readFileSync } from 'node:fs'

import type { AlertRule } from './alerts/alert-rule.ts'
import { parseHeader, type Header, type LocalizedText } from './header.ts'
import type { PackQuery } from './pack-query.ts'

/** A KQL function of the pack, to be stored in a workspace or given to `@kansoku/kql`. */
export interface PackFunction {
  readonly name: string
  readonly title: LocalizedText
  readonly description: LocalizedText
  /** As KQL and a saved search write them: `startTime: datetime, endTime: datetime`. */
  readonly parameters: string
  readonly tags: readonly string[]
  /** What the function computes, without the surrounding `let`. */
  readonly body: string
}

/**
 * The pack's functions, in order of their names.
 *
 * @example
 * functions().map(({ name }) => name) // ['LLMCalls', 'LLMEvaluations']
 *
 * @throws Error naming file and line when a header is wrong
 */
export function functions(): PackFunction[] {
  return readFolder('functions').map(({ header, body, file }) => {
    const { name, title, description, parameters, tags } = header
    if (parameters === undefined) throw new Error(`${file}:1: the header has no "parameters"`)
    return { name, title, description, parameters, tags, body }
  })
}

/**
 * The pack's queries, in order of their names.
 *
 * @throws Error naming file and line when a header is wrong
 */
export function queries(): PackQuery[] {
  return queriesOf('queries')
}

/**
 * The queries of the pack's workbook, in order of their names. They take the parameters of the workbook: `{TimeRange:start}`,
 * `{Prompt}`, `{Version}`, `{Deployment}`.
 *
 * @throws Error naming file and line when a header is wrong
 */
export function workbookQueries(): PackQuery[] {
  return queriesOf('workbook')
}

/**
 * The pack's alert rules, in order of their names.
 *
 * @throws Error naming file and line when a header is wrong
 */
export function alertRules(): AlertRule[] {
  return readFolder('alerts').map(({ header, body, file }) => {
    const { name, title, description, measure, schedule, tags } = header
    if (schedule === undefined)
      throw new Error(`${file}:1: the header has no "frequency", "window", "severity", "threshold"`)
    const rule = { name, title, description, tags, query: body, ...(measure && { measure }) }
    return Object.assign(rule, schedule)
  })
}

/**
 * The query with this name, if the pack has it.
 *
 * @example
 * findQuery('answers-per-turn')?.title.ja // 'ターンごとの回答数'
 */
export function findQuery(name: string): PackQuery | undefined {
  return queries().find((query) => query.name === name)
}

function queriesOf(folder: string): PackQuery[] {
  return readFolder(folder).map(({ header, body, file }) => {
    const { name, title, description, parameters, tags } = header
    if (parameters !== undefined) throw new Error(`${file}: a query takes no "parameters"`)
    return { name, title, description, tags, text: body }
  })
}

function readFolder(folder: string): { header: Header; body: string; file: string }[] {
  const url = new URL(`../kql/${folder}/`, import.meta.url)
  const names = readdirSync(url).filter((name) => name.endsWith('.kql'))
  return names.toSorted().map((name) => {
    const file = `kql/${folder}/${name}`
    const { header, body } = parseHeader(readFileSync(new URL(name, url), 'utf8'), file)
    if (`${header.name}.kql` !== name) {
      throw new Error(`${file}:1: the header calls it "${header.name}"`)
    }
    return { header, body, file }
  })
}
