import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@kansoku/core/semconv'

import { ATTR_LOG_SAMPLE_RATE, ATTR_TRANSIT, DROPPED_BY_EXPORTER } from './tables.ts'

/** A `RemoteDependencyData` as it goes over the wire. */
interface Dependency {
  readonly success?: boolean
  readonly resultCode?: string
  readonly type?: string
  readonly target?: string
  readonly properties: Readonly<Record<string, string>>
}

/** Types that the exporter gives where it knows no better: `createDependencyData` in its `utils/spanUtils.ts`. */
const UNTYPED: ReadonlySet<unknown> = new Set(['Dependency', 'InProc'])
/** The limits of Breeze for `type`, `target` and `resultCode`, as the exporter applies them. */
const MAX_FIELD = 1024

/**
 * Gives the envelope of a GenAI operation the columns that span attributes cannot reach:
 * DependencyType, Target, ResultCode, and in Properties what the exporter dropped.
 * Every other envelope comes back as it is, and so does a finished one: batches from disk pass a second time.
 */
export function finishEnvelope(envelope: unknown): unknown {
  const dependency = genAIDependency(envelope)
  return dependency ? finishDependency(envelope as object, dependency) : finishLog(envelope)
}

/** The rate at which sampling let a log record through: the exporter gives every one of them 100. */
function finishLog(envelope: unknown): unknown {
  const data = property(envelope, 'data')
  const baseData = property(data, 'baseData')
  const properties = property(baseData, 'properties')
  const rate = Number(property(properties, ATTR_LOG_SAMPLE_RATE))
  if (!(rate > 0)) return envelope
  const { [ATTR_LOG_SAMPLE_RATE]: _, ...others } = properties as Record<string, unknown>
  return {
    ...(envelope as object),
    sampleRate: rate,
    data: { ...(data as object), baseData: { ...(baseData as object), properties: others } },
  }
}

function finishDependency(envelope: object, dependency: Dependency): object {
  const properties = restore(dependency.properties)
  const provider = properties[ATTR_GEN_AI_PROVIDER_NAME]
  const errorType = properties[ATTR_ERROR_TYPE]
  const target = targetOf(properties) ?? dependency.target
  const finished: Dependency = {
    ...dependency,
    ...(UNTYPED.has(dependency.type) && { type: typeOf(provider) }),
    ...(target !== undefined && { target: target.slice(0, MAX_FIELD) }),
    ...(dependency.success === false &&
      errorType !== undefined && { resultCode: errorType.slice(0, MAX_FIELD) }),
    properties,
  }
  const { data } = envelope as { data: object }
  return { ...envelope, data: { ...data, baseData: finished } }
}

function genAIDependency(envelope: unknown): Dependency | undefined {
  const data = property(envelope, 'data')
  if (property(data, 'baseType') !== 'RemoteDependencyData') return undefined
  const baseData = property(data, 'baseData')
  return property(property(baseData, 'properties'), ATTR_GEN_AI_OPERATION_NAME) === undefined
    ? undefined
    : (baseData as Dependency)
}

/** Puts what travelled in the transit attribute where that attribute stood, and takes it out. */
function restore(properties: Readonly<Record<string, string>>): Record<string, string> {
  const restored: Record<string, string> = {}
  for (const key of Object.keys(properties)) {
    const value = properties[key] as string
    if (key !== ATTR_TRANSIT) restored[key] = value
    else Object.assign(restored, travelled(value))
  }
  return restored
}

function travelled(json: string): Record<string, string> {
  const restored: Record<string, string> = {}
  try {
    const carried: unknown = JSON.parse(json)
    for (const key of DROPPED_BY_EXPORTER) {
      const value = property(carried, key)
      if (typeof value === 'string') restored[key] = value
    }
  } catch {
    // Cut, or not ours: the row is right without it.
  }
  return restored
}

/**
 * As the Azure exporter of Python names it. Tools, agents and workflows have no provider as a rule: Azure's views find them
 * by `gen_ai.operation.name` whatever their type, and a made-up provider would stand among the real ones.
 */
function typeOf(provider: string | undefined): string {
  return provider === undefined ? 'GenAI' : `GenAI | ${provider}`.slice(0, MAX_FIELD)
}

/** 443 goes without saying; an IPv6 address takes its brackets before a port. */
function targetOf(properties: Readonly<Record<string, string>>): string | undefined {
  const address = properties[ATTR_SERVER_ADDRESS]
  const port = properties[ATTR_SERVER_PORT]
  if (address === undefined || port === undefined || port === '443') return address
  return address.includes(':') && !address.startsWith('[')
    ? `[${address}]:${port}`
    : `${address}:${port}`
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined
}
