import type { AzureUse, KqlDiagnostic } from '../types.ts'
import { parseTimespan, ticksPerDay } from '../values/ticks.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { children, kind, list, textOf } from './kusto.ts'

/** One thing that a part of Azure does not run, although the parser takes it. */
interface Rule {
  readonly code: string
  readonly severity: KqlDiagnostic['severity']
  readonly applies: (use: AzureUse) => boolean
  /** What is wrong with the node, if anything. */
  readonly find: (node: SyntaxNode) => string | undefined
}

const isAlert = ({ target }: AzureUse): boolean => target === 'alert'
/** At a frequency of one minute more is forbidden. */
const isMinutely = ({ target, frequencyMinutes = 5 }: AzureUse): boolean =>
  target === 'alert' && frequencyMinutes <= 1

const ofKind =
  (names: Readonly<Record<string, string>>, message: (construct: string) => string) =>
  (node: SyntaxNode): string | undefined => {
    const name = names[kind(node)]
    return name && message(name)
  }

const calledName = (node: SyntaxNode): string =>
  kind(node) === 'FunctionCallExpression' ? (node.Name?.SimpleName ?? '') : ''

const plugins: ReadonlySet<string> = new Set(['bag_unpack', 'pivot', 'narrow'])

/** `ago(2d)`: its argument, as ticks; undefined where it is no plain timespan. */
function agoTicks(node: SyntaxNode): bigint | null | undefined {
  if (calledName(node) !== 'ago') return null
  const [argument] = list(node.ArgumentList?.Expressions)
  if (!argument || kind(argument) !== 'LiteralExpression') return undefined
  return parseTimespan(textOf(argument)) ?? undefined
}

const charts: ReadonlySet<string> = new Set(['kind', 'series', 'title'])

/**
 * Sources: MicrosoftDocs/azure-monitor-docs, `alerts/alerts-create-log-alert-rule.md`, `logs/basic-logs-query.md`;
 * MicrosoftDocs/dataexplorer-docs, `visualization-*.md`.
 */
const rules: readonly Rule[] = [
  {
    code: 'alert-plugin',
    severity: 'error',
    applies: isAlert,
    find: (node) => {
      const name = calledName(node)
      return plugins.has(name) ? `alert rules do not run ${name}()` : undefined
    },
  },
  {
    code: 'alert-ago',
    severity: 'error',
    applies: isAlert,
    find: (node) =>
      agoTicks(node) === undefined
        ? 'alert rules take ago() of a literal only: ago(1d)'
        : undefined,
  },
  {
    code: 'alert-range',
    severity: 'warning',
    applies: isAlert,
    find: (node) => {
      const ticks = agoTicks(node)
      return typeof ticks === 'bigint' && ticks > 2n * ticksPerDay
        ? 'alert rules read at most two days, whatever the query asks for'
        : undefined
    },
  },
  {
    code: 'alert-minutely',
    severity: 'error',
    applies: isMinutely,
    find: (node) =>
      ofKind(
        { SearchOperator: 'search', UnionOperator: 'union', TakeOperator: 'take' },
        (name) => `alert rules that run each minute do not run "${name}"`,
      )(node) ??
      (calledName(node) === 'ingestion_time'
        ? 'alert rules that run each minute do not run ingestion_time()'
        : undefined),
  },
  {
    code: 'alert-column',
    severity: 'error',
    applies: isAlert,
    find: (node) =>
      kind(node) === 'NameDeclaration' && node.SimpleName === 'AggregatedValue'
        ? 'alert rules keep the column name AggregatedValue to themselves'
        : undefined,
  },
  {
    code: 'render-property',
    severity: 'warning',
    applies: () => true,
    find: (node) => {
      if (kind(node) !== 'RenderOperator') return undefined
      const odd = [...list(node.Parameters), ...list(node.WithClause?.Properties)]
        .map(({ Name }) => Name?.SimpleName ?? '')
        .filter((name) => !charts.has(name))
      return odd.length > 0
        ? `Azure Monitor draws without ${odd.join(', ')}: it reads kind, series and title`
        : undefined
    },
  },
  {
    code: 'basic-table',
    severity: 'error',
    applies: ({ target }) => target === 'basic-table',
    find: ofKind(
      {
        JoinOperator: 'join',
        LookupOperator: 'lookup',
        UnionOperator: 'union',
        SearchOperator: 'search',
        FindOperator: 'find',
      },
      (name) => `tables on the Basic plan are queried one at a time, without "${name}"`,
    ),
  },
  {
    code: 'basic-function',
    severity: 'error',
    applies: ({ target }) => target === 'basic-table',
    find: (node) =>
      calledName(node) !== '' && node.GetCalledFunctionBody()
        ? 'queries of tables on the Basic plan call no saved function'
        : undefined,
  },
]

export interface Violation {
  readonly code: string
  readonly severity: KqlDiagnostic['severity']
  readonly message: string
  readonly node: SyntaxNode
  /** The saved function in whose body it stands. */
  readonly within?: string
}

/** Everything that `use` does not run, also inside the functions that the query calls. */
export function violationsOf(statements: readonly SyntaxNode[], use: AzureUse): Violation[] {
  const active = rules.filter(({ applies }) => applies(use))
  const seen = new Set<string>()
  const walk = (node: SyntaxNode, within?: string): Violation[] => {
    const here = active.flatMap(({ code, severity, find }): Violation[] => {
      const message = find(node)
      return message === undefined
        ? []
        : [{ code, severity, message, node, ...(within !== undefined && { within }) }]
    })
    const name = calledName(node)
    const body = name === '' || seen.has(name) ? null : node.GetCalledFunctionBody()
    if (body) seen.add(name)
    return [
      ...here,
      ...children(node).flatMap((child) => walk(child, within)),
      ...(body ? walk(body, name) : []),
    ]
  }
  return statements.flatMap((statement) => walk(statement))
}
