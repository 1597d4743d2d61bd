import { CAPTURE_VARIABLE, type CaptureMode, parseCaptureMode } from './capture.ts'
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

type Environment = Readonly<Record<string, string | undefined>>

/** Below, the marks of what was cut would be most of what is left. */
const LEAST_BYTES = 256
const MEDIA = ['uri', 'blob', 'omit'] as const satisfies readonly MediaMode[]
const TOOL_DEFINITIONS = ['names', 'full'] as const satisfies readonly ToolDefinitionMode[]

/**
 * Budgets that suit any backend: a call stays far below the 4 MiB of one OTLP request over gRPC, and an attribute within
 * what most stores show of one.
 */
const DEFAULTS: ContentSettings = {
  capture: 'NO_CONTENT',
  redactors: [],
  textBytes: 32_768,
  attributeBytes: 65_536,
  attributes: {},
  callBytes: 131_072,
  blobBytes: 8_192,
  media: 'uri',
  toolDefinitions: 'names',
}

const BUDGET_VARIABLES = {
  textBytes: 'KANSOKU_CONTENT_TEXT_BYTES',
  attributeBytes: 'KANSOKU_CONTENT_ATTRIBUTE_BYTES',
  callBytes: 'KANSOKU_CONTENT_CALL_BYTES',
  blobBytes: 'KANSOKU_CONTENT_BLOB_BYTES',
} as const satisfies Record<Exclude<keyof ContentBudgets, 'attributes'>, string>
const VARIABLES = {
  capture: CAPTURE_VARIABLE,
  redact: 'KANSOKU_CONTENT_REDACT',
  media: 'KANSOKU_CONTENT_MEDIA',
  toolDefinitions: 'KANSOKU_CONTENT_TOOL_DEFINITIONS',
  ...BUDGET_VARIABLES,
} as const
type Setting = keyof typeof VARIABLES | 'attributes'

/** What a policy does not say itself. */
export interface ContentPolicySources {
  /** The option of that name, short for the policy's `capture`, and before it; booleans are understood, too. */
  readonly captureMessageContent?: unknown
  /** Other defaults, for a backend whose limits are known. */
  readonly budgets?: ContentBudgets | undefined
}

/** Something that somebody asked for, and where. */
interface Asked {
  readonly value: unknown
  readonly from: string
}
type Ask = (setting: Setting) => Asked | undefined

/**
 * A policy with every question answered: options before environment before default. Nothing here throws; what is not
 * understood is in `warnings`, and never lets more through: an unknown capture mode captures nothing, an unknown
 * redactor leaves all text out. What is resolved already is taken as it is, its warnings having been said.
 *
 * @param policy what the application asked for
 * @param env `process.env`, or nothing where it has been read already
 */
export function resolveContentPolicy(
  policy: ContentPolicy | ResolvedContentPolicy = {},
  env: Environment = {},
  { budgets, captureMessageContent }: ContentPolicySources = {},
): ResolvedContentPolicy {
  const warnings: string[] = []
  const captureOption =
    captureMessageContent === undefined
      ? undefined
      : { value: captureMessageContent, from: 'captureMessageContent' }
  if (isResolved(policy)) {
    const general = settingsOf(
      (setting) => (setting === 'capture' ? captureOption : undefined),
      policy.general,
      warnings,
    )
    const { capturesAnything, instead, prompts } = policy
    const resolved = withPrompts(general, prompts, warnings)
    return instead === undefined ? resolved : { ...resolved, capturesAnything, instead }
  }
  const fromEnvironment: Ask = (setting) => {
    if (setting === 'attributes') return undefined
    const value = env[VARIABLES[setting]]?.trim()
    return value ? { value, from: VARIABLES[setting] } : undefined
  }
  const fromOptions = asking(policy, 'contentPolicy')
  const general = settingsOf(
    (setting) =>
      (setting === 'capture' ? captureOption : undefined) ??
      fromOptions(setting) ??
      fromEnvironment(setting),
    { ...DEFAULTS, ...defined(budgets) },
    warnings,
  )
  const prompts = new Map<string, ContentSettings>()
  for (const [key, rules] of versionsLast(policy?.prompts)) {
    const prompt = isVersion(key) ? prompts.get(promptOf(key)) : undefined
    const base = prompt ?? general
    prompts.set(key, settingsOf(asking(rules, `contentPolicy.prompts['${key}']`), base, warnings))
  }
  return withPrompts(general, prompts, warnings)
}

/**
 * A policy with further rules over it, such as those of one customer: what they do not say, the policy says, and its
 * redactors stay. A prompt that the policy names and does not record stays off, unless the rules name it themselves.
 */
export function contentPolicyOver(
  policy: ResolvedContentPolicy,
  rules: ContentPolicy,
): ResolvedContentPolicy {
  const warnings: string[] = []
  const over = asking(rules, 'contentPolicy')
  const general = settingsOf(over, policy.general, warnings)
  const prompts = new Map<string, ContentSettings>()
  for (const [key, settings] of policy.prompts) {
    const isOff = settings.capture === 'NO_CONTENT'
    const ask: Ask = (setting) => (isOff && setting === 'capture' ? undefined : over(setting))
    // What they do not understand of the general rules is said above.
    prompts.set(key, settingsOf(ask, settings, []))
  }
  for (const [key, own] of versionsLast(rules.prompts)) {
    const base = prompts.get(key) ?? (isVersion(key) ? prompts.get(promptOf(key)) : undefined)
    prompts.set(
      key,
      settingsOf(asking(own, `contentPolicy.prompts['${key}']`), base ?? general, warnings),
    )
  }
  return withPrompts(general, prompts, warnings)
}

/** A version's rules stand on its prompt's, wherever these are written: what is off for all stays off for one. */
function versionsLast(prompts: ContentPolicy['prompts']): [string, ContentRules][] {
  return Object.entries(prompts ?? {}).toSorted(
    ([a], [b]) => Number(isVersion(a)) - Number(isVersion(b)),
  )
}

function promptOf(version: string): string {
  return version.slice(0, version.lastIndexOf('@'))
}

/** `name@version`; a name has no `@`. */
function isVersion(key: string): boolean {
  return key.includes('@')
}

function withPrompts(
  general: ContentSettings,
  prompts: ResolvedContentPolicy['prompts'],
  warnings: readonly string[],
): ResolvedContentPolicy {
  const all = [general, ...prompts.values()]
  const capturesAnything = all.some(({ capture }) => capture !== 'NO_CONTENT')
  return { general, prompts, capturesAnything, warnings }
}

function isResolved(
  policy: ContentPolicy | ResolvedContentPolicy,
): policy is ResolvedContentPolicy {
  return typeof policy === 'object' && policy !== null && 'general' in policy
}

/** JavaScript callers may leave out, or mistype, whatever they like. */
function asking(rules: ContentRules | undefined, where: string): Ask {
  return (setting) => {
    const isBudget = setting === 'attributes' || Object.hasOwn(BUDGET_VARIABLES, setting)
    const holder = (isBudget ? rules?.budgets : rules) as
      | Readonly<Record<string, unknown>>
      | undefined
    const value = holder?.[setting]
    return value === undefined
      ? undefined
      : { value, from: `${where}.${isBudget ? 'budgets.' : ''}${setting}` }
  }
}

/** Rules over others. */
function settingsOf(ask: Ask, base: ContentSettings, warnings: string[]): ContentSettings {
  const warn: Warn = ({ from, value }, instead) =>
    void warnings.push(`${from}: ${shown(value)} ${instead}`)
  return {
    capture: captureOf(ask('capture'), base.capture, warn),
    redactors: [...base.redactors, ...redactorsOf(ask('redact'), warn)],
    textBytes: budgetOf(ask('textBytes'), base.textBytes, warn),
    attributeBytes: budgetOf(ask('attributeBytes'), base.attributeBytes, warn),
    attributes: { ...base.attributes, ...budgetsOf(ask('attributes'), warn) },
    callBytes: budgetOf(ask('callBytes'), base.callBytes, warn),
    blobBytes: budgetOf(ask('blobBytes'), base.blobBytes, warn),
    media: wordOf(MEDIA, ask('media'), base.media, 'omit', warn),
    toolDefinitions: wordOf(
      TOOL_DEFINITIONS,
      ask('toolDefinitions'),
      base.toolDefinitions,
      'names',
      warn,
    ),
  }
}

type Warn = (asked: Asked, instead: string) => void

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `"${value}"` : `"${typeof value}"`
}

function captureOf(asked: Asked | undefined, otherwise: CaptureMode, warn: Warn): CaptureMode {
  if (asked === undefined) return otherwise
  const { value } = asked
  const mode =
    typeof value === 'string' || typeof value === 'boolean'
      ? parseCaptureMode(String(value))
      : undefined
  if (mode === undefined)
    warn(
      asked,
      'is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT',
    )
  return mode ?? 'NO_CONTENT'
}

/** Functions, and the names of ready ones. What is neither may have been meant to take out anything, so it does. */
function redactorsOf(asked: Asked | undefined, warn: Warn): readonly Redactor[] {
  if (asked === undefined) return []
  const { from, value } = asked
  const named: unknown = typeof value === 'string' ? value.split(',') : value
  const list: readonly unknown[] = Array.isArray(named) ? named : [named]
  return list.map((one) => {
    if (typeof one === 'function') return one as Redactor
    const name = typeof one === 'string' ? one.trim() : ''
    if (Object.hasOwn(redactors, name)) return redactors[name as keyof typeof redactors]
    warn(
      { from, value: one },
      `is not a redactor, all text is left out. Use a function, or ${Object.keys(redactors).join(', ')}`,
    )
    return () => undefined
  })
}

function budgetOf(asked: Asked | undefined, otherwise: number, warn: Warn): number {
  if (asked === undefined) return otherwise
  const { value } = asked
  const bytes = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  if (Number.isSafeInteger(bytes) && bytes >= LEAST_BYTES) return bytes
  warn(asked, `is not a number of bytes from ${LEAST_BYTES} on, it stays ${otherwise}`)
  return otherwise
}

function budgetsOf(asked: Asked | undefined, warn: Warn): Record<string, number> {
  const { from = '', value } = asked ?? {}
  const budgets: Record<string, number> = {}
  if (typeof value !== 'object' || value === null) return budgets
  for (const [attribute, bytes] of Object.entries(value))
    budgets[attribute] = budgetOf({ from: `${from}['${attribute}']`, value: bytes }, Infinity, warn)
  return budgets
}

function wordOf<T extends string>(
  known: readonly T[],
  asked: Asked | undefined,
  otherwise: T,
  strictest: T,
  warn: Warn,
): T {
  if (asked === undefined) return otherwise
  const { value } = asked
  const word = known.find((one) => typeof value === 'string' && one === value.toLowerCase())
  if (word === undefined) warn(asked, `is none of ${known.join(', ')}, and taken for ${strictest}`)
  return word ?? strictest
}

function defined(budgets: ContentBudgets = {}): Partial<ContentSettings> {
  return Object.fromEntries(Object.entries(budgets).filter(([, bytes]) => bytes !== undefined))
}
