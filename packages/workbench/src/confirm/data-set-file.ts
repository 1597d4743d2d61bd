import { createHash } from 'node:crypto'
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'

import type { EvaluationCase } from '../evaluations/definition.ts'
import { isConfirmed, readCases } from '../evaluations/read-cases.ts'

/** A data set as it is on disk. */
export interface OpenedDataSet {
  readonly text: string
  /** Of exactly this text: another one was written by somebody else. */
  readonly version: string
  readonly waiting: readonly EvaluationCase[]
}

/** By which a file that somebody else has changed is noticed. */
export const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** @throws Error that says which file and line is wrong, or that there is none */
export async function openDataSet(file: string): Promise<OpenedDataSet> {
  const text = await readFile(file, 'utf8')
  const waiting = readCases(text, file).filter((each) => !isConfirmed(each))
  return { text, version: versionOf(text), waiting }
}

/**
 * Writes all of it, or nothing: a crash leaves the file as it was.
 *
 * @param before what it was made of
 * @returns false, and nothing is written, where the file is another by now: a harvest may add to it at any time
 */
export async function writeDataSet(path: string, before: string, after: string): Promise<boolean> {
  // A link stays one.
  const file = await realpath(path)
  const partial = `${file}.${process.pid}.partial`
  const handle = await open(partial, 'w', (await stat(file)).mode)
  try {
    await handle.writeFile(after)
    await handle.sync()
  } finally {
    await handle.close()
  }
  if ((await readFile(file, 'utf8')) !== before) {
    await rm(partial)
    return false
  }
  await rename(partial, file)
  return true
}
