import { type AlertSchedule, parseSchedule } from './alerts/schedule.ts'
import type { ColumnType } from './column.ts'

/** A text in the languages of the pack. */
export interface LocalizedText {
  readonly en: string
  readonly ja: string
}

/** What the comment lines at the top of a `.kql` file say. */
export interface Header {
  readonly name: string
  readonly title: LocalizedText
  readonly description: LocalizedText
  readonly tags: readonly string[]
  /** As KQL writes them, `name: type, …`; empty where the header says `none`. Only functions have them. */
  readonly parameters: string | undefined
  /** When it runs and fires; only alerts have it. */
  readonly schedule: AlertSchedule | undefined
  /** The column of whose total an alert's threshold is; only alerts have it. */
  readonly measure: string | undefined
}

const required = [
  'name',
  'title.en',
  'title.ja',
  'description.en',
  'description.ja',
  'tags',
] as const
const scheduled = ['frequency', 'window', 'severity', 'threshold'] as const
const known = new Set<string>([...required, 'parameters', ...scheduled, 'measure'])
const parameterTypes = new Set<string>([
  'string',
  'int',
  'long',
  'real',
  'bool',
  'datetime',
  'timespan',
  'dynamic',
  'guid',
] satisfies ColumnType[])

const ENTRY = /^\/\/ ([a-z.]+): (\S.*)$/
const CONTINUATION = /^\/\/ {3}(\S.*)$/

interface Entry {
  readonly line: number
  readonly value: string
}

/**
 * Reads the header of a `.kql` file: `// key: value` lines, continued by `//   more`, up to the
 * first line that is no comment. The query follows.
 *
 * @throws Error naming `file` and the line
 */
export function parseHeader(text: string, file: string): { header: Header; body: string } {
  const lines = text.split(/\r?\n/)
  const end = lines.findIndex((line) => !line.startsWith('//'))
  const entries = readEntries(end === -1 ? lines : lines.slice(0, end), file)
  const body = end === -1 ? '' : lines.slice(end).join('\n').trim()
  if (body === '') throw new Error(`${file}: there is no query below the header`)

  const value = (key: string): string => entries.get(key)?.value ?? ''
  for (const key of required) {
    if (!entries.has(key)) throw new Error(`${file}:1: the header has no "${key}"`)
  }
  const parameters = entries.get('parameters')
  return {
    header: {
      name: value('name'),
      title: { en: value('title.en'), ja: value('title.ja') },
      description: { en: value('description.en'), ja: value('description.ja') },
      tags: value('tags').split(/\s*,\s*/),
      parameters: parameters && checkParameters(parameters, file),
      schedule: scheduled.some((key) => entries.has(key))
        ? checkSchedule(entries, file)
        : undefined,
      measure: entries.get('measure')?.value,
    },
    body,
  }
}

function readEntries(lines: readonly string[], file: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  let last = ''
  for (const [index, text] of lines.entries()) {
    const where = `${file}:${index + 1}`
    const continuation = CONTINUATION.exec(text)?.[1]
    const open = entries.get(last)
    const [, key, value] = ENTRY.exec(text) ?? []
    if (continuation !== undefined && open !== undefined) {
      entries.set(last, { line: open.line, value: join(open.value, continuation) })
    } else if (key === undefined || value === undefined) {
      throw new Error(`${where}: expected "// key: value" or "//   continued text"`)
    } else if (!known.has(key)) {
      throw new Error(`${where}: unknown key "${key}"; known are ${[...known].join(', ')}`)
    } else if (entries.has(key)) {
      throw new Error(`${where}: "${key}" is given twice`)
    } else {
      entries.set(key, { line: index + 1, value: value.trim() })
      last = key
    }
  }
  return entries
}

/** Japanese runs on without a space where a line was broken. */
function join(before: string, after: string): string {
  const space = /[\u3000-\u9fff\uff00-\uffef]$/.test(before) ? '' : ' '
  return `${before}${space}${after.trim()}`
}

function checkSchedule(entries: ReadonlyMap<string, Entry>, file: string): AlertSchedule {
  let line = 1
  try {
    return parseSchedule((key) => {
      line = entries.get(key)?.line ?? 1
      return entries.get(key)?.value ?? ''
    })
  } catch (error) {
    throw new Error(`${file}:${line}: ${(error as Error).message}`, { cause: error })
  }
}

function checkParameters({ line, value }: Entry, file: string): string {
  if (value === 'none') return ''
  for (const parameter of value.split(',')) {
    const type = /^\s*[A-Za-z_]\w*\s*:\s*(\w+)\s*$/.exec(parameter)?.[1]
    if (type === undefined || !parameterTypes.has(type)) {
      throw new Error(
        `${file}:${line}: "${parameter.trim()}" is no parameter; write "name: type" with a type of ${[...parameterTypes].join(', ')}`,
      )
    }
  }
  return value
}
