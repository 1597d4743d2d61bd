import type { Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { constructName, type Context, fail, lookup, unsupported } from './context.ts'
import { lowerEvaluate } from './evaluate.ts'
import { lowerCalledFunction } from './function.ts'
import { lowerGetSchema } from './get-schema.ts'
import { lowerJoin, lowerLookup } from './join.ts'
import type { SymbolNode, SyntaxNode } from './kusto-types.ts'
import { columnsOf, isTabular, kind, list, option, symbolKind } from './kusto.ts'
import { lowerMakeSeries } from './make-series.ts'
import { lowerMvApply } from './mv-apply.ts'
import { lowerMvExpand } from './mv-expand.ts'
import { lowerParse, lowerParseKv } from './parse.ts'
import { lowerPartition } from './partition.ts'
import { phantomsOf } from './phantoms.ts'
import {
  lowerDistinct,
  lowerExtend,
  lowerProject,
  lowerRename,
  lowerSelection,
  lowerSerialize,
  projected,
} from './project.ts'
import { lowerRender } from './render.ts'
import { lowerSampleDistinct, lowerTopHitters } from './sample.ts'
import { lowerScan } from './scan.ts'
import { lowerFind, lowerSearch, lowerSearchTables } from './search.ts'
import { lowerSort, lowerTake, lowerTop } from './sort.ts'
import { lowerCount, lowerSummarize } from './summarize.ts'
import { lowerTopNested } from './top-nested.ts'
import { lowerUnion } from './union.ts'

/** Refuses tables whose columns are only known once the data are. */
function resultColumns(node: SyntaxNode, context: Context): readonly KqlColumn[] {
  const columns = columnsOf(node.ResultType)
  refuseOdd(columns, node, context)
  return columns
}

function refuseOdd(columns: readonly KqlColumn[], node: SyntaxNode, context: Context): void {
  const odd = columns.find(({ type }) => (type as string) === 'unknown')
  if (odd) throw unsupported(`the ${odd.type} column "${odd.name}"`, node, context)
}

export function lowerTable(node: SyntaxNode, context: Context): Plan {
  const lower = (child: SyntaxNode): Plan => lowerTable(child, context)
  switch (kind(node)) {
    case 'ParenthesizedExpression':
      return lower(node.Expression as SyntaxNode)
    case 'PipeExpression':
      return lowerOperator(
        node.Operator as SyntaxNode,
        lower(node.Expression as SyntaxNode),
        context,
      )
    case 'NameReference':
      return lowerTableName(node, context)
    case 'FunctionCallExpression':
      return lowerTableCall(node, context)
    case 'MaterializeExpression': {
      const input = lower(node.Expression as SyntaxNode)
      return { kind: 'materialized', input, columns: input.columns }
    }
    case 'DataTableExpression':
      return lowerDatatable(node, context)
    case 'PrintOperator': {
      const { outputs, columns } = projected(node, resultColumns(node, context), context)
      return {
        kind: 'rows',
        rows: [outputs.map(({ expr }) => expr)],
        columns,
      }
    }
    case 'RangeOperator': {
      if (columnsOf(node.ResultType).some(({ type }) => type === 'decimal'))
        throw unsupported('"range" of decimals', node, context)
      const bound = (value: SyntaxNode | undefined) =>
        context.lower.expression(value as SyntaxNode, context)
      return {
        kind: 'range',
        from: bound(node.From),
        to: bound(node.To),
        step: bound(node.Step),
        columns: resultColumns(node, context),
      }
    }
    case 'SearchOperator':
      return lowerSearchTables(node, context)
    case 'FindOperator':
      return lowerFind(node, context)
    case 'UnionOperator':
      return lowerUnion(node, undefined, context)
    default:
      throw unsupported(`"${constructName(node)}"`, node, context)
  }
}

const scan = (table: string, node: SyntaxNode): Plan => ({
  kind: 'table',
  table,
  columns: columnsOf(node.ResultType),
})

function lowerTableName(node: SyntaxNode, context: Context): Plan {
  const name = node.SimpleName ?? ''
  switch (symbolKind(node)) {
    case 'TableSymbol': {
      const found = lookup(name, context.scope)?.binding
      // A `let` or a parameter may carry a table symbol of its own.
      return found?.kind === 'table'
        ? found.plan()
        : scan((node.ReferencedSymbol as SymbolNode).Name, node)
    }
    case 'FunctionSymbol':
      return callTable(node, [], context)
    default: {
      const found = lookup(name, context.scope)?.binding
      if (found?.kind === 'table') return found.plan()
      throw unsupported(`the table name "${name}" in this place`, node, context)
    }
  }
}

function callTable(node: SyntaxNode, args: readonly SyntaxNode[], context: Context): Plan {
  const { body, inner } = lowerCalledFunction(node, args, context)
  return lowerTable(body, inner)
}

function lowerTableCall(node: SyntaxNode, context: Context): Plan {
  const args = list(node.ArgumentList?.Expressions)
  if (node.GetCalledFunctionBody()) return callTable(node, args, context)
  const name = node.Name?.SimpleName ?? ''
  const table = args[0]?.LiteralValue
  if (name === 'table' && typeof table === 'string') {
    return scan(table, node)
  }
  throw unsupported(`${name}()`, node, context)
}

function lowerDatatable(node: SyntaxNode, context: Context): Plan {
  const columns = resultColumns(node, context)
  const cells = list(node.Values).map((value) => context.lower.expression(value, context))
  const width = columns.length
  const rows = Array.from({ length: cells.length / width }, (_, row) =>
    cells.slice(row * width, (row + 1) * width),
  )
  return { kind: 'rows', rows, columns }
}

type LowerOperator = (
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
) => Plan

const operators: Readonly<Record<string, LowerOperator>> = {
  FilterOperator: (node, input, columns, context) => {
    const predicate = context.lower.expression(node.Condition as SyntaxNode, context)
    if (context.seen.windows) throw unsupported('a window function in "where"', node, context)
    return { kind: 'where', input, predicate, columns }
  },
  ExtendOperator: lowerExtend,
  SerializeOperator: lowerSerialize,
  ProjectOperator: lowerProject,
  ProjectAwayOperator: lowerSelection,
  ProjectKeepOperator: lowerSelection,
  ProjectReorderOperator: lowerSelection,
  ProjectByNamesOperator: lowerSelection,
  ProjectRenameOperator: lowerRename,
  DistinctOperator: lowerDistinct,
  SummarizeOperator: lowerSummarize,
  CountOperator: lowerCount,
  SortOperator: lowerSort,
  TopOperator: lowerTop,
  TopNestedOperator: lowerTopNested,
  TakeOperator: lowerTake,
  // Any rows may be given: the first ones, so that an answer repeats.
  SampleOperator: lowerTake,
  SampleDistinctOperator: lowerSampleDistinct,
  TopHittersOperator: lowerTopHitters,
  PartitionOperator: lowerPartition,
  JoinOperator: lowerJoin,
  LookupOperator: lowerLookup,
  UnionOperator: (node, input, _columns, context) => lowerUnion(node, input, context),
  MvExpandOperator: lowerMvExpand,
  MvApplyOperator: lowerMvApply,
  ScanOperator: lowerScan,
  SearchOperator: lowerSearch,
  MakeSeriesOperator: lowerMakeSeries,
  ParseOperator: lowerParse,
  ParseWhereOperator: lowerParse,
  ParseKvOperator: lowerParseKv,
  EvaluateOperator: lowerEvaluate,
  GetSchemaOperator: lowerGetSchema,
  RenderOperator: lowerRender,
  AsOperator: (node, input, columns, context) => {
    const plan: Plan = { kind: 'materialized', input, columns }
    context.scope.names.set(node.Name?.SimpleName ?? '', { kind: 'table', plan: () => plan })
    return plan
  },
  InvokeOperator: (node, input, _columns, context) => {
    const call = node.Function
    if (!call?.GetCalledFunctionBody())
      throw fail('semantic', 'invoke needs a function', node, context)
    const piped = { kind: 'table', plan: () => input } as const
    const { body, inner } = lowerCalledFunction(
      call,
      list(call.ArgumentList?.Expressions),
      context,
      piped,
    )
    return lowerTable(body, inner)
  },
}

/** The analyser gives every `scan` a column `match_id`; the engine does only where asked to, by any name. */
function withoutMatchId(
  columns: readonly KqlColumn[],
  input: Plan,
  node: SyntaxNode,
): readonly KqlColumn[] {
  const named = kind(node) === 'ScanOperator' && option(node, 'with_match_id') !== undefined
  if (named || (kind(node) !== 'ScanOperator' && !followsScan(input))) return columns
  if (input.columns.some(({ name }) => name === 'match_id')) return columns
  return columns.filter(({ name }) => name !== 'match_id')
}

const followsScan = (plan: Plan): boolean =>
  plan.kind === 'scan' || ('input' in plan && followsScan(plan.input))

export function lowerOperator(node: SyntaxNode, input: Plan, context: Context): Plan {
  const lower = operators[kind(node)]
  if (!lower || !isTabular(node)) throw unsupported(`"${constructName(node)}"`, node, context)
  const inner = { ...context, columns: input.columns, seen: { windows: false } }
  const phantoms = phantomsOf(input)
  const columns = columnsOf(node.ResultType).filter(({ name }) => !phantoms.has(name))
  const plan = lower(node, input, withoutMatchId(columns, input, node), inner)
  // Only now: a plugin in a subquery, whose columns the analyser does not know, asks for them first.
  refuseOdd(columns, node, context)
  return plan
}
