import { ENDPOINTS, type Endpoint } from '../endpoints.ts'
import { fields } from '../reading/wire.ts'

/** A resource's prototype and what is traced on it. */
export interface Target {
  readonly prototype: object
  readonly endpoint: Endpoint
}

/**
 * Finds what can be patched by looking, not by version: a new major that keeps the shape works,
 * and one that does not is named.
 */
export interface Targets {
  readonly found: readonly Target[]
  /**
   * Methods that are not where they should be: `OpenAI.Chat.Completions.prototype.create`. Those that not
   * every version of the client has are not among them.
   */
  readonly missing: readonly string[]
}

/** On the module as `import` or `require` gives it, or on the class itself. */
export function targetsOfModule(module: unknown): Targets {
  const root = rootOf(module)
  return collect((endpoint) => ({
    prototype: members(follow(root, endpoint.onClass))['prototype'],
    path: ['OpenAI', ...endpoint.onClass, 'prototype', endpoint.method].join('.'),
  }))
}

/** The client's class, of the module or of itself. */
export function rootOf(module: unknown): unknown {
  const { OpenAI, default: main } = members(module)
  return OpenAI ?? main ?? module
}

export function targetsOfClient(client: unknown): Targets {
  return collect((endpoint) => {
    const resource = follow(client, endpoint.onClient)
    return {
      prototype: typeof resource === 'object' && resource && Object.getPrototypeOf(resource),
      path: ['client', ...endpoint.onClient, endpoint.method].join('.'),
    }
  })
}

function collect(locate: (endpoint: Endpoint) => { prototype: unknown; path: string }): Targets {
  const found: Target[] = []
  const missing: string[] = []
  for (const endpoint of ENDPOINTS) {
    const { path, prototype } = locate(endpoint)
    if (typeof fields(prototype)[endpoint.method] === 'function')
      found.push({ prototype: prototype as object, endpoint })
    else if (endpoint.optional !== true || lostItsMethod(prototype, endpoint)) missing.push(path)
  }
  return { found, missing }
}

/** A resource may be missing, and one that is there may lack what came later, but never its `create`. */
function lostItsMethod(prototype: unknown, { method }: Endpoint): boolean {
  return method === 'create' && typeof prototype === 'object' && prototype !== null
}

function follow(from: unknown, path: readonly string[]): unknown {
  return path.reduce((at, name) => members(at)[name], from)
}

/** Members of objects and of classes alike. */
function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'function'
    ? (value as unknown as Readonly<Record<string, unknown>>)
    : fields(value)
}
