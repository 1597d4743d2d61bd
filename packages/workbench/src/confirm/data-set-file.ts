import { createHash } from 'node:crypto'
import { open, readFile, realpath, rename, stat } from 'node:fs/promises'

import type { EvaluationCase } from '../evaluations/definition.ts'
import { isConfirmed, readCases } from '../evaluations/read-cases.ts'

/** A data set as it is on disk. */
export interface OpenedDataSet {
  readonly text: string
  /** Of exactly this text: another one was written by somebody else. */
  readonly version: string
  readonly waiting: readonly EvaluationCase[]
}

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** @throws Error that says which file and line is wrong, or that there is none */
export async function openDataSet(file: string): Promise<OpenedDataSet> {
  const text = await readFile(file, 'utf8')
  const waiting = readCases(text, file).filter((each) => !isConfirmed(each))
  return { text, version: versionOf(text), waiting }
}

/** Writes all of it, or nothing: a crash leaves the file as it was. */
export async function writeDataSet(path: string, text: string): Promise<void> {
  // A link stays one.
  const file = await realpath(path)
  const partial = `${file}.${process.pid}.partial`
  const handle = await open(partial, 'w', (await stat(file)).mode)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
}
