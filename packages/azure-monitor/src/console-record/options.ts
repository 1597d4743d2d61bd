/** How the console record is written; see {@link AzureMonitorOptions.consoleRecord}. */
export interface ConsoleRecordOptions {
  /** Send nothing to Azure Monitor, also where there is a connection string. Falls back to `KANSOKU_CONSOLE_RECORD=only`. @defaultValue `false` */
  readonly only?: boolean | undefined
  /**
   * Whether the fields `request` and `response` hold what the content policy put on the span; else they are empty.
   * Falls back to `KANSOKU_CONSOLE_RECORD_CONTENT=true`.
   * @defaultValue `false`
   */
  readonly content?: boolean | undefined
  /**
   * Bytes of a line without its end. Content is cut to fit, numbers stay. At least 4,096.
   * Falls back to `KANSOKU_CONSOLE_RECORD_MAX_LINE_BYTES`.
   * @defaultValue 16383: container runtimes break longer lines (16 KiB, the end of the line included)
   */
  readonly maxLineBytes?: number | undefined
  /** Takes each line, without its end, in place of stdout. For one invocation there is `withConsoleWriter`. */
  readonly write?: ConsoleWriter | undefined
}

/** Takes one line of JSON, without its end. What it throws, or rejects with, is reported through `diag` and goes no further; nobody waits for a promise. */
export type ConsoleWriter = (line: string) => void

/** All questions answered. */
export interface ResolvedConsoleRecord {
  readonly only: boolean
  readonly content: boolean
  readonly maxLineBytes: number
  readonly write: ConsoleWriter | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

const VARIABLE = 'KANSOKU_CONSOLE_RECORD'
/** Room for every number and id of a call. */
const LEAST_BYTES = 4096
/** `max_container_log_line_size` of containerd and the limit of Docker (moby/moby#32923) are 16,384 with the line's end. */
const DEFAULT_BYTES = 16_383

/**
 * Options before environment before default; undefined where nobody asked for a record.
 *
 * @param option `true` beside Azure Monitor, `'only'` in its place
 */
export function resolveConsoleRecord(
  option: boolean | 'only' | ConsoleRecordOptions | undefined,
  env: Environment,
  warnings: string[],
): ResolvedConsoleRecord | undefined {
  const asked = option ?? modeOf(env, warnings)
  if (asked === undefined || asked === false) return undefined
  const given: ConsoleRecordOptions = typeof asked === 'object' ? asked : {}
  return {
    only: asked === 'only' || (given.only ?? modeOf(env, warnings) === 'only'),
    content: given.content ?? wordOf(env, `${VARIABLE}_CONTENT`) === 'true',
    maxLineBytes: lineBytes(given.maxLineBytes, env, warnings),
    write: given.write,
  }
}

function modeOf(env: Environment, warnings: string[]): boolean | 'only' | undefined {
  const word = wordOf(env, VARIABLE)
  if (word === undefined || word === 'false') return undefined
  if (word === 'true' || word === 'only') return word === 'only' ? word : true
  const warning = `${VARIABLE} is none of true, only, false and is ignored.`
  if (!warnings.includes(warning)) warnings.push(warning)
  return undefined
}

function lineBytes(option: number | undefined, env: Environment, warnings: string[]): number {
  const variable = `${VARIABLE}_MAX_LINE_BYTES`
  const text = wordOf(env, variable)
  const asked = option ?? (text === undefined ? undefined : Number(text))
  if (asked === undefined) return DEFAULT_BYTES
  if (Number.isInteger(asked) && asked >= LEAST_BYTES) return asked
  const from = option === undefined ? variable : 'consoleRecord.maxLineBytes'
  warnings.push(`${from} is no whole number of at least ${LEAST_BYTES} and is ignored.`)
  return DEFAULT_BYTES
}

function wordOf(env: Environment, variable: string): string | undefined {
  return env[variable]?.trim().toLowerCase() || undefined
}
