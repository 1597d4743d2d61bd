import { isKqlError, KqlError } from '../error.ts'
import { positionOf } from '../position.ts'
import type { KqlDiagnostic } from '../types.ts'
import { withoutFalseAlarms } from './false-alarms.ts'
import { type Analysis, analyze, type Problem, type Workspace } from './kusto.ts'
import { lowerQuery } from './lower.ts'
import type { Answer, Request } from './protocol.ts'

const severities: Readonly<Record<string, KqlDiagnostic['severity']>> = {
  Error: 'error',
  Warning: 'warning',
}

function diagnostic(text: string, problem: Problem): KqlDiagnostic {
  return {
    code: problem.code,
    severity: severities[problem.severity] ?? 'suggestion',
    message: problem.message,
    ...positionOf(text, problem.start, problem.length),
  }
}

function analysis(query: string, workspace: Workspace): Analysis {
  const { problems, statements } = analyze(query, workspace)
  return { statements, problems: withoutFalseAlarms(problems, statements) }
}

function plan(query: string, workspace: Workspace): Answer {
  const { problems, statements } = analysis(query, workspace)
  const [first] = problems
    .filter(({ severity }) => severity === 'Error')
    // What does not parse explains what does not make sense.
    .toSorted((a, b) => Number(b.syntax) - Number(a.syntax))
  if (first) {
    const at = positionOf(query, first.start, first.length)
    const message = `${first.code}: ${first.message} (line ${at.line}, column ${at.column})`
    throw new KqlError(first.syntax ? 'syntax' : 'semantic', message, at)
  }
  return { kind: 'plan', ...lowerQuery(query, statements, workspace) }
}

/** All of a query's problems: the analyser's, or else the construct that this engine refuses. */
function check(query: string, workspace: Workspace): Answer {
  const diagnostics = analysis(query, workspace).problems.map((each) => diagnostic(query, each))
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { kind: 'diagnostics', diagnostics }
  try {
    plan(query, workspace)
  } catch (error) {
    if (!isKqlError(error)) throw error
    const { code, message, start, length, line, column } = error
    diagnostics.push({ code, severity: 'error', message, start, length, line, column })
  }
  return { kind: 'diagnostics', diagnostics }
}

export function answer({ task, query }: Request, workspace: Workspace): Answer {
  try {
    return task === 'plan' ? plan(query, workspace) : check(query, workspace)
  } catch (error) {
    if (!isKqlError(error)) throw error
    const { code, message, start, length, line, column } = error
    return { kind: 'failed', failure: { code, message, start, length, line, column } }
  }
}
