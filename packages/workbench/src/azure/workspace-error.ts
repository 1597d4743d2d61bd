import type { QueryProblem } from '../query/answer.ts'
import { loginProblem } from './login-problem.ts'

/** A workspace's answer that is none. The client's own error drops the place, and falls over a body that is no JSON. */
export class WorkspaceRefusal extends Error {
  override readonly name = 'WorkspaceRefusal'
  readonly status: number
  readonly told: Told

  constructor(status: number, body: string) {
    const told = toldIn(body)
    super(told.message ?? `HTTP status ${status}`)
    this.status = status
    this.told = told
  }
}

/** @see https://learn.microsoft.com/azure/azure-monitor/logs/api/errors */
interface Told {
  readonly code?: string
  readonly message?: string
  readonly innererror?: Told
  /** From 1. */
  readonly line?: number
  /** In the line, from 0. */
  readonly pos?: number
  readonly token?: string
}

function toldIn(body: string): Told {
  try {
    return (JSON.parse(body) as { error?: Told } | null)?.error ?? {}
  } catch {
    return {}
  }
}

/** What a workspace says of a query that is wrong, with its place in the query; undefined for another error. */
export function workspaceProblem(
  error: unknown,
  query: string,
  linesBefore: number,
): QueryProblem | undefined {
  if (!(error instanceof WorkspaceRefusal) || error.status !== 400) return undefined
  const { code, message, line: told, pos = 0, token = '' } = innermost(error.told)
  const line = Math.max(1, (told ?? linesBefore + 1) - linesBefore)
  const column = pos + 1
  return {
    code: code ?? error.told.code ?? 'BadArgumentError',
    message: message ?? error.message,
    line,
    column,
    start: startOf(query, line, column),
    length: Math.max(1, token.length),
  }
}

function innermost(told: Told): Told {
  return told.innererror === undefined ? told : innermost(told.innererror)
}

function startOf(query: string, line: number, column: number): number {
  const before = query.split('\n').slice(0, line - 1)
  return Math.min(
    query.length,
    before.reduce((sum, { length }) => sum + length + 1, column - 1),
  )
}

const advice: Readonly<Record<number, string>> = {
  401: 'Run "az login" and try again.',
  403: 'Your login may not read this workspace: it needs the role Log Analytics Reader there.',
  404: 'Give the workspace id (a GUID) from the overview page of the workspace, not its name.',
  429: 'Azure has had enough questions for now: wait a minute and try again.',
  504: 'The query took too long: narrow its time range.',
}

/** Why a workspace gave no answer, and what to do. */
export function workspaceFailure(error: unknown): string {
  if (error instanceof WorkspaceRefusal) {
    const { status, message } = error
    const heading = `The workspace gave no answer (${status}): ${message}`
    return status in advice ? `${heading}\n${advice[status]}` : heading
  }
  const { message } = error instanceof Error ? error : new Error(String(error))
  const [why] = message.split('\n', 1)
  return loginProblem(error) ?? `The workspace could not be asked: ${why}`
}
