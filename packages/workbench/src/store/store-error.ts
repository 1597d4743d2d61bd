/** Why a store cannot be opened or written. */
export type StoreErrorCode =
  | 'locked'
  | 'corrupt'
  | 'unwritable'
  | 'newer'
  | 'foreign'
  | 'missing'
  | 'failed'
  | 'closed'

const MARKER = Symbol.for('kansoku.StoreError')

/** The store cannot do what was asked; the message says what to do next. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    Object.defineProperty(this, MARKER, { value: true })
  }
}

/** `instanceof` fails when a package is loaded twice; this does not. */
export function isStoreError(error: unknown): error is StoreError {
  return typeof error === 'object' && error !== null && MARKER in error
}

/** DuckDB's messages go on with candidates and the SQL text, which help nobody here. */
export function firstLine(cause: unknown): string {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
  // Our sentence goes on after it.
  return line.replace(/[.!]+$/, '')
}

/** Turns DuckDB's answer to opening `file` into one that a person can act on. */
export function explainOpenFailure(file: string, cause: unknown): StoreError {
  const said = firstLine(cause)
  const options = { cause }
  const holder = /Conflicting lock is held.*\(PID (\d+)\)/.exec(said)?.[1]
  if (holder !== undefined || /Could not set lock/.test(said)) {
    return new StoreError(
      'locked',
      `Another workbench${holder === undefined ? '' : ` (process ${holder})`} has ${file} open. ` +
        'Stop that one, or choose another folder with --data.',
      options,
    )
  }
  if (/Permission denied|Read-only file system|Operation not permitted/i.test(said)) {
    return new StoreError(
      'unwritable',
      `${file} cannot be written: ${said}. Make it writable, or choose another folder with --data.`,
      options,
    )
  }
  if (/with version number|newer version of DuckDB|storage version/i.test(said)) {
    return new StoreError(
      'newer',
      `${file} was written by another version of DuckDB: ${said}. Use the kansoku that wrote it, or choose another folder with --data.`,
      options,
    )
  }
  if (/not a valid DuckDB|corrupt|checksum|Could not read enough|serializ|WAL/i.test(said)) {
    return new StoreError(
      'corrupt',
      `${file} is damaged or is no DuckDB file: ${said}. It was left as it is. ` +
        `To start afresh, move it aside (mv "${file}" "${file}.damaged", and "${file}.wal" if there is one) and start again.`,
      options,
    )
  }
  return new StoreError('failed', `${file} cannot be opened: ${said}`, options)
}
