import type { KqlCompletionKind, KqlTokenKind } from '../editor.ts'
import { language } from './kusto.ts'

const completions: Readonly<Record<string, KqlCompletionKind>> = {
  Keyword: 'keyword',
  Punctuation: 'punctuation',
  Syntax: 'keyword',
  Identifier: 'variable',
  ScalarPrefix: 'keyword',
  TabularPrefix: 'operator',
  TabularSuffix: 'keyword',
  QueryPrefix: 'operator',
  ScalarInfix: 'keyword',
  RenderChart: 'chart',
  Column: 'column',
  Table: 'table',
  MaterialiedView: 'table',
  BuiltInFunction: 'function',
  LocalFunction: 'saved-function',
  DatabaseFunction: 'saved-function',
  AggregateFunction: 'aggregate',
  Parameter: 'variable',
  Variable: 'variable',
  ScalarType: 'type',
  Option: 'option',
}

const tokens: Readonly<Record<string, KqlTokenKind>> = {
  Comment: 'comment',
  Punctuation: 'punctuation',
  Directive: 'comment',
  Literal: 'literal',
  StringLiteral: 'string',
  Type: 'type',
  Column: 'column',
  SchemaMember: 'column',
  Table: 'table',
  MaterializedView: 'table',
  Function: 'function',
  Parameter: 'parameter',
  SignatureParameter: 'parameter',
  QueryParameter: 'parameter',
  ClientParameter: 'parameter',
  Variable: 'variable',
  Identifier: 'identifier',
  ScalarOperator: 'operator',
  MathOperator: 'operator',
  QueryOperator: 'query-operator',
  Keyword: 'keyword',
  Option: 'option',
}

/** Enumerations are numbers here. */
const byNumber = <T>(
  enumeration: Readonly<Record<string, number>>,
  names: Readonly<Record<string, T>>,
): ReadonlyMap<number, T> =>
  new Map(Object.entries(names).map(([name, kind]) => [enumeration[name] as number, kind]))

export const completionKinds: ReadonlyMap<number, KqlCompletionKind> = byNumber(
  language.Editor.CompletionKind,
  completions,
)
export const tokenKinds: ReadonlyMap<number, KqlTokenKind> = byNumber(
  language.Editor.ClassificationKind,
  tokens,
)
