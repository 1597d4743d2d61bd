/** Runtimes other than Node may have no `process`. */
export function environment(): NodeJS.ProcessEnv {
  return typeof process === 'undefined' ? {} : process.env
}

/**
 * Whether mistakes may be thrown at the developer. Only where `NODE_ENV` says so: it is unset on most servers, and a label
 * must not break a call there.
 */
export function isDevelopment(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['NODE_ENV'] === 'development'
}
