import { loginProblem } from '../azure/login-problem.ts'
import { explainDeploymentError, type NestedError } from './deployment-error.ts'

interface Told {
  /** Of a deployment that failed. */
  readonly error?: NestedError
  /** Of an answer of the service: at times the client keeps code and message only. */
  readonly details?: { readonly error?: NestedError }
  readonly code?: string
  readonly statusCode?: number
}

/** Why Azure did not do it, and what to do: of its clients' errors, and of a deployment that failed. */
export function explainAzureError(error: unknown): string {
  const { code, details, error: own, statusCode } = (error ?? {}) as Told
  const nested = own ?? details?.error
  if (nested !== undefined) return explainDeploymentError(nested)
  const { message } = error instanceof Error ? error : new Error(String(error))
  const [why] = message.split('\n', 1)
  if (statusCode !== undefined) return explainDeploymentError({ message, ...(code && { code }) })
  return loginProblem(error) ?? `Azure could not be asked: ${why}`
}
