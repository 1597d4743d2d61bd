import { type CaptureMode, parseCaptureMode } from './capture.ts'
import type {
  ContentBudgets,
  ContentPolicy,
  ContentRules,
  ContentSettings,
  MediaMode,
  Redactor,
  ResolvedContentPolicy,
  ToolDefinitionMode,
} from './content-policy.ts'
import { redactors } from './redactors/redactors.ts'
import { CAPTURE_VARIABLE } from './resolve-capture.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Below, the marks of what was cut would be most of what is left. */
const LEAST_BYTES = 256
const MEDIA = ['uri', 'blob', 'omit'] as const satisfies readonly MediaMode[]
const TOOL_DEFINITIONS = ['names', 'full'] as const satisfies readonly ToolDefinitionMode[]

/**
 * Budgets that suit any backend: a call stays far below the 4 MiB of one OTLP request over gRPC, and an attribute within
 * what most stores show of one.
 */
const DEFAULT_BUDGETS = {
  textBytes: 32_768,
  attributeBytes: 65_536,
  callBytes: 131_072,
  blobBytes: 8_192,
} as const satisfies Required<ContentBudgets>

const BUDGET_VARIABLES = {
  textBytes: 'KANSOKU_CONTENT_TEXT_BYTES',
  attributeBytes: 'KANSOKU_CONTENT_ATTRIBUTE_BYTES',
  callBytes: 'KANSOKU_CONTENT_CALL_BYTES',
  blobBytes: 'KANSOKU_CONTENT_BLOB_BYTES',
} as const satisfies Record<keyof ContentBudgets, string>
const BUDGETS = Object.keys(BUDGET_VARIABLES) as (keyof ContentBudgets)[]

/**
 * A policy with every question answered: options before environment before default. Nothing here throws; what is not
 * understood is in `warnings`, and never means more content than without it: where a redactor or a capture mode is not
 * understood, nothing is captured.
 *
 * @param policy what the application asked for
 * @param env `process.env`, or nothing where it has been read already
 * @param budgets other defaults, for a backend whose limits are known
 */
export function resolveContentPolicy(
  policy: ContentPolicy = {},
  env: Environment = {},
  budgets: ContentBudgets = {},
): ResolvedContentPolicy {
  const warnings: string[] = []
  const defaults: ContentSettings = {
    ...DEFAULT_BUDGETS,
    ...(defined(budgets) as Partial<Record<keyof ContentBudgets, number>>),
    capture: 'NO_CONTENT',
    redactors: [],
    media: 'uri',
    toolDefinitions: 'names',
  }
  const fromEnvironment = settingsOf(rulesOf(env), defaults, 'the environment', warnings)
  const general = settingsOf(
    policy,
    // Options come instead of the environment, not in addition to it.
    policy.redact === undefined ? fromEnvironment : { ...fromEnvironment, redactors: [] },
    'contentPolicy',
    warnings,
  )
  const prompts = new Map(
    Object.entries(policy.prompts ?? {}).map(([name, rules]) => [
      name,
      settingsOf(rules, general, `contentPolicy.prompts['${name}']`, warnings),
    ]),
  )
  const all = [general, ...prompts.values()]
  return {
    general,
    prompts,
    capturesAnything: all.some(({ capture }) => capture !== 'NO_CONTENT'),
    warnings,
  }
}

/** What the environment says, in the words of the options. */
function rulesOf(env: Environment): ContentRules {
  const said = (variable: string): string | undefined => env[variable]?.trim() || undefined
  const budgets = BUDGETS.map((name) => [name, said(BUDGET_VARIABLES[name])] as const)
  return defined({
    capture: said(CAPTURE_VARIABLE) as CaptureMode | undefined,
    redact: said('KANSOKU_CONTENT_REDACT')?.split(',') as unknown as Redactor[] | undefined,
    budgets: Object.fromEntries(
      budgets.map(([name, text]) => [name, text === undefined ? undefined : Number(text)]),
    ),
    media: said('KANSOKU_CONTENT_MEDIA')?.toLowerCase() as MediaMode | undefined,
    toolDefinitions: said('KANSOKU_CONTENT_TOOL_DEFINITIONS')?.toLowerCase() as
      | ToolDefinitionMode
      | undefined,
  })
}

/** Rules over others. What JavaScript callers and the environment give may be anything. */
function settingsOf(
  rules: ContentRules,
  base: ContentSettings,
  where: string,
  warnings: string[],
): ContentSettings {
  const warn = (what: string, given: unknown, instead: string): void => {
    const shown =
      typeof given === 'string' || typeof given === 'number' ? `"${given}"` : typeof given
    warnings.push(`${where}: ${shown} is no ${what}; ${instead}`)
  }
  const budget = (name: keyof ContentBudgets): number => {
    const bytes: unknown = rules.budgets?.[name]
    if (bytes === undefined) return base[name]
    if (Number.isSafeInteger(bytes) && (bytes as number) >= LEAST_BYTES) return bytes as number
    warn(`number of bytes from ${LEAST_BYTES} for ${name}`, bytes, `it stays ${base[name]}`)
    return base[name]
  }
  const oneOf = <T extends string>(
    known: readonly T[],
    what: string,
    given: unknown,
    otherwise: T,
    strictest: T,
  ): T => {
    if (given === undefined) return otherwise
    const found = known.find((word) => word === given)
    if (found === undefined)
      warn(`${what}, which are ${known.join(', ')}`, given, `taken for ${strictest}`)
    return found ?? strictest
  }
  return {
    capture: captureOf(rules.capture, base.capture, warn),
    redactors: [...base.redactors, ...redactorsOf(rules.redact, warn)],
    textBytes: budget('textBytes'),
    attributeBytes: budget('attributeBytes'),
    callBytes: budget('callBytes'),
    blobBytes: budget('blobBytes'),
    media: oneOf(MEDIA, 'media mode', rules.media, base.media, 'omit'),
    toolDefinitions: oneOf(
      TOOL_DEFINITIONS,
      'mode of tool definitions',
      rules.toolDefinitions,
      base.toolDefinitions,
      'names',
    ),
  }
}

type Warn = (what: string, given: unknown, instead: string) => void

function captureOf(given: unknown, otherwise: CaptureMode, warn: Warn): CaptureMode {
  if (given === undefined) return otherwise
  const mode = typeof given === 'string' ? parseCaptureMode(given) : undefined
  if (mode === undefined)
    warn(
      'capture mode',
      given,
      'nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT',
    )
  return mode ?? 'NO_CONTENT'
}

/** Functions, and the names of ready ones. What is neither may have been meant to take out anything, so it does. */
function redactorsOf(given: unknown, warn: Warn): readonly Redactor[] {
  if (given === undefined) return []
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  return list.map((one) => {
    if (typeof one === 'function') return one as Redactor
    const name = typeof one === 'string' ? one.trim() : ''
    if (Object.hasOwn(redactors, name)) return redactors[name as keyof typeof redactors]
    warn(
      `redactor, which are functions or ${Object.keys(redactors).join(', ')}`,
      one,
      'all text is left out in its place',
    )
    return () => undefined
  })
}

function defined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
}
