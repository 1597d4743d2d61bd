import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The data set of an evaluation, as the commands that read it have noted it. */
export interface DataSet {
  readonly evaluation: string
  /** Absolute. */
  readonly file: string
  /** What the prompt's contract allows as an answer; empty where it names nothing. */
  readonly labels: readonly string[]
}

const noteOf = (data: string): string => join(data, 'data-sets.json')

/**
 * The data sets that may be changed over the page: those that `kansoku harvest` wrote to, with this data folder. No request
 * names a file, and the configuration, which is a program, does not run in the workbench.
 */
export async function notedDataSets(data: string): Promise<readonly DataSet[]> {
  try {
    const noted: unknown = JSON.parse(await readFile(noteOf(data), 'utf8'))
    return Array.isArray(noted) ? noted.filter(isDataSet) : []
  } catch {
    return []
  }
}

export async function noteDataSet(data: string, set: DataSet): Promise<void> {
  const others = (await notedDataSets(data)).filter(({ file }) => file !== set.file)
  await mkdir(data, { recursive: true })
  const partial = `${noteOf(data)}.${process.pid}`
  await writeFile(partial, `${JSON.stringify([...others, set], null, 2)}\n`)
  await rename(partial, noteOf(data))
}

function isDataSet(value: unknown): value is DataSet {
  if (typeof value !== 'object' || value === null) return false
  const { evaluation, file, labels } = value as Partial<Record<keyof DataSet, unknown>>
  return (
    typeof evaluation === 'string' &&
    typeof file === 'string' &&
    Array.isArray(labels) &&
    labels.every((label) => typeof label === 'string')
  )
}
