import { isKqlError, KqlError } from '../error.ts'
import { positionOf } from '../position.ts'
import type { AzureUse, KqlDiagnostic } from '../types.ts'
import { type Violation, violationsOf } from './azure-rules.ts'
import { editorAnswer, isEditorQuestion } from './editor.ts'
import { SchemaNeeded } from './evaluate.ts'
import { withoutFalseAlarms } from './false-alarms.ts'
import { inserted, insertionsOf, originalPosition } from './insertion.ts'
import type { Problem } from './kusto-types.ts'
import { type Analysis, analyze, type Workspace } from './kusto.ts'
import { lowerQuery } from './lower.ts'
import type { Answer, KnownSchema, Question } from './protocol.ts'

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

function plan(query: string, workspace: Workspace, schemas: readonly KnownSchema[] = []): Answer {
  const insertions = insertionsOf(schemas)
  const { problems, statements } = analysis(inserted(query, insertions), workspace)
  const [first] = problems
    .filter(({ severity }) => severity === 'Error')
    // What does not parse explains what does not make sense.
    .toSorted((a, b) => Number(b.syntax) - Number(a.syntax))
  if (first) {
    const start = originalPosition(insertions, first.start)
    const end = originalPosition(insertions, first.start + first.length)
    const at = positionOf(query, start, end - start)
    const message = `${first.code}: ${first.message} (line ${at.line}, column ${at.column})`
    throw new KqlError(first.syntax ? 'syntax' : 'semantic', message, at)
  }
  const source = { text: query, offset: 0, inserted: insertions }
  return lowered(source, statements, workspace, schemas)
}

function lowered(
  ...[source, statements, workspace, schemas]: Parameters<typeof lowerQuery>
): Answer {
  try {
    return { kind: 'plan', ...lowerQuery(source, statements, workspace, schemas) }
  } catch (error) {
    if (error instanceof SchemaNeeded) return { kind: 'schema', plan: error.plan, at: error.at }
    throw error
  }
}

/** A rule that is broken, at its place in the query or in the body of a saved function. */
function violation(query: string, workspace: Workspace, found: Violation): KqlDiagnostic {
  const { code, severity, message, node, within } = found
  const stored = within === undefined ? undefined : workspace.functions.get(within)
  // The analyser sees a saved function's body in braces.
  const at = stored
    ? positionOf(stored.body, Math.max(0, node.TextStart - 1), node.Width)
    : positionOf(query, node.TextStart, node.Width)
  return { code, severity, message, ...at, ...(stored && { function: within as string }) }
}

/** All of a query's problems: the analyser's and Azure's, or else the construct that this engine refuses. */
function check(query: string, workspace: Workspace, use: AzureUse | undefined): Answer {
  const { problems, statements } = analysis(query, workspace)
  const diagnostics = [
    ...problems.map((each) => diagnostic(query, each)),
    ...(use ? violationsOf(statements, use) : []).map((each) => violation(query, workspace, each)),
  ]
  if (problems.some(({ severity }) => severity === 'Error'))
    return { kind: 'diagnostics', diagnostics }
  try {
    lowered({ text: query, offset: 0, inserted: [] }, statements, workspace, [])
  } catch (error) {
    if (!isKqlError(error)) throw error
    const { code, message, start, length, line, column } = error
    diagnostics.push({ code, severity: 'error', message, start, length, line, column })
  }
  return { kind: 'diagnostics', diagnostics }
}

export function answer(question: Question, workspace: Workspace): Answer {
  try {
    if (isEditorQuestion(question)) return editorAnswer(question, workspace)
    const { query } = question
    return question.task === 'plan'
      ? plan(query, workspace, question.schemas)
      : check(query, workspace, question.use)
  } catch (error) {
    if (!isKqlError(error)) throw error
    const { code, message, start, length, line, column } = error
    return { kind: 'failed', failure: { code, message, start, length, line, column } }
  }
}
