import type { ConnectionStringErrorCode } from './connection-string.ts'

const MARK: symbol = Symbol.for('kansoku.azure-monitor.connection-string-error')

/** The connection string that {@link azureMonitor} got cannot be used. The message holds no secret. */
export class ConnectionStringError extends Error {
  readonly code: ConnectionStringErrorCode

  constructor(where: string, code: ConnectionStringErrorCode, message: string) {
    super(`The connection string in ${where} cannot be used: ${message}`)
    this.name = 'ConnectionStringError'
    this.code = code
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** `instanceof` fails where the package is loaded twice, as ESM and as CommonJS. */
export function isConnectionStringError(error: unknown): error is ConnectionStringError {
  return typeof error === 'object' && error !== null && MARK in error
}
