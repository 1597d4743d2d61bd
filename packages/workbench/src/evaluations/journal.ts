import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { CaseOutcome, RunResult } from './outcome.ts'
import type { Tried } from './tried.ts'

/** The folder of one run: what is finished is on disk, so that a run that was killed goes on where it was. */
export interface Journal {
  readonly folder: string
  /** Outcomes that are there already, by {@link outcomeKey}. */
  readonly outcomes: ReadonlyMap<string, CaseOutcome>
  /** On disk when it resolves. */
  write(outcome: CaseOutcome): Promise<void>
  /** Writes `result.json`: the same outcomes give the same bytes. */
  finish(result: RunResult): Promise<void>
}

export const outcomeKey = ({ id, repetition }: Pick<CaseOutcome, 'id' | 'repetition'>): string =>
  JSON.stringify([id, repetition])

const RESULT = 'result.json'
const TRIED = 'tried.json'

export async function openJournal(folder: string, tried: Tried): Promise<Journal> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, TRIED), `${JSON.stringify(tried)}\n`)
  const file = join(folder, 'journal.jsonl')
  const text = await readFile(file, 'utf8').catch(() => '')
  const outcomes = new Map(
    text.split('\n').flatMap((line) => {
      const outcome = parsed(line) as CaseOutcome | undefined
      return outcome === undefined ? [] : [[outcomeKey(outcome), outcome] as const]
    }),
  )
  // A line that a crash cut would swallow the next one.
  let begin = text === '' || text.endsWith('\n') ? '' : '\n'
  return {
    folder,
    outcomes,
    async write(outcome) {
      const line = `${begin}${JSON.stringify(outcome)}\n`
      begin = ''
      await appendFile(file, line, { flush: true })
    },
    async finish(result) {
      await writeFile(join(folder, RESULT), `${JSON.stringify(result, null, 2)}\n`)
    },
  }
}

/** A finished run; undefined where there is none, or none that finished. */
export async function readResult(folder: string): Promise<RunResult | undefined> {
  const text = await readFile(join(folder, RESULT), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as RunResult)
}

/** What a run tries, finished or not; undefined where the folder does not say it. */
export async function readTried(folder: string): Promise<Tried | undefined> {
  return parsed(await readFile(join(folder, TRIED), 'utf8').catch(() => '')) as Tried | undefined
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
