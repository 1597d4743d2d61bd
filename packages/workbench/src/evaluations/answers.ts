import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { sortedSettings, type Tried } from './tried.ts'

/** Where the outputs come from: a new call, a recorded answer where there is one, or recorded answers only. */
export const answerModes = ['new', 'cached', 'recorded'] as const

export type AnswerMode = (typeof answerModes)[number]

/** What an output depends on, as far as we are told: another version, other settings or another input have another answer. */
export interface Question extends Tried {
  readonly evaluation: string
  readonly input: unknown
  readonly repetition: number
}

/** Recorded outputs, by question. */
export interface Answers {
  find(question: Question): { readonly output: unknown } | undefined
  /** On disk when it resolves. */
  record(question: Question, output: unknown): Promise<void>
}

/** JSON lines; the last line of a question counts. A line that a crash cut is none. */
export async function openAnswers(file: string): Promise<Answers> {
  const known = new Map<string, unknown>()
  const text = await readFile(file, 'utf8').catch(() => '')
  for (const line of text.split('\n')) {
    const read = readLine(line)
    if (read !== undefined) known.set(read.key, read.output)
  }
  await mkdir(dirname(file), { recursive: true })
  // A cut line would swallow the next one.
  const begin = text === '' || text.endsWith('\n') ? '' : '\n'
  let first = begin
  return {
    find(question) {
      const key = keyOf(question)
      return known.has(key) ? { output: known.get(key) } : undefined
    },
    async record(question, output) {
      const key = keyOf(question)
      known.set(key, output)
      const line = `${first}${JSON.stringify({ key, output })}\n`
      first = ''
      await appendFile(file, line, { flush: true })
    },
  }
}

function readLine(line: string): { key: string; output: unknown } | undefined {
  try {
    const { key, output } = JSON.parse(line) as { key?: unknown; output?: unknown }
    return typeof key === 'string' ? { key, output } : undefined
  } catch {
    return undefined
  }
}

function keyOf({ evaluation, input, prompt, repetition, settings = {} }: Question): string {
  const { name, version } = prompt
  const set = sortedSettings(settings)
  const text = JSON.stringify([
    evaluation,
    name,
    version,
    sorted(input),
    repetition,
    // Answers that were recorded before there were settings stay those of none.
    ...(set.length === 0 ? [] : [set]),
  ])
  return createHash('sha256').update(text).digest('hex')
}

/** The same input is the same whatever the order of its members. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, each]) => [name, sorted(each)]))
}
