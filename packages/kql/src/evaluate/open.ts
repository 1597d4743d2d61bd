/* oxlint-disable no-await-in-loop -- blocks come one after the other */
import type {
  Materialized,
  MvExpand,
  Plan,
  Project,
  RangeRows,
  Rows,
  ScanTable,
  Sort,
  Take,
  Union,
  Where,
  Windowed,
} from '../ast.ts'
import type { Expr } from '../ast.ts'
import { KqlError } from '../error.ts'
import { compareValues } from '../values/compare.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { bagEntries, bagOf, type Dynamic, isBag } from '../values/dynamic.ts'
import { addLong, type Long } from '../values/number.ts'
import { collect, gather, layoutOf, once } from './block.ts'
import { compile, valueOf } from './expression.ts'
import { columnsRead, conjuncts, hintsBelow, passesHints, scanHints } from './hints.ts'
import { openJoin } from './join.ts'
import { type Block, checkpoint, type Run, type Stream, type Table } from './run.ts'
import { openSummarize } from './summarize.ts'
import { compileWindow, serialized } from './window.ts'

type Names = ReadonlySet<string>

/** Rows per block where the engine makes them. */
const blockSize = 2048

/** How an operator asks for its input: the columns it needs, and filters that stand above. */
export type Open = (plan: Plan, need: Names, hints: readonly Expr[], run: Run) => Stream

/**
 * Opens a plan as a stream of blocks. Only needed columns are read and carried; `hints` are filters above, which may
 * reach a source early. Nothing is read before the first block is pulled.
 */
export function open(plan: Plan, need: Names, hints: readonly Expr[], run: Run): Stream {
  switch (plan.kind) {
    case 'table':
      return openTable(plan, need, hints, run)
    case 'rows':
      return openRows(plan, run)
    case 'range':
      return openRange(plan, run)
    case 'where':
      return openWhere(plan, need, hints, run)
    case 'project':
      return openProject(plan, need, hints, run)
    case 'windowed':
      return openWindowed(plan, need, run)
    case 'summarize':
      return openSummarize(plan, need, run, open)
    case 'sort':
      return openSort(plan, need, hints, run)
    case 'take':
      return openTake(plan, need, run)
    case 'union':
      return openUnion(plan, need, hints, run)
    case 'join':
      return openJoin(plan, need, run, open)
    case 'mv-expand':
      return openMvExpand(plan, need, run)
    case 'materialized':
      return openMaterialized(plan, need, run)
    default:
      return plan satisfies never
  }
}

const keptNames = (plan: Plan, need: Names): string[] =>
  plan.columns.map(({ name }) => name).filter((name) => need.has(name))

function openTable(plan: ScanTable, need: Names, hints: readonly Expr[], run: Run): Stream {
  const names = keptNames(plan, need)
  const want = { columns: names, ...scanHints(hints, plan.columns, run) }
  return { names, blocks: run.source.scan(plan.table, want) }
}

function openRows(plan: Rows, run: Run): Stream {
  const convert = (expr: Expr, index: number): unknown => {
    const type = plan.columns[index]?.type ?? expr.type
    return conversion(expr.type, type)(valueOf(expr, run))
  }
  const rows = plan.rows.map((row) => row.map(convert))
  const columns = plan.columns.map((_, index) => rows.map((row) => row[index]))
  return {
    names: plan.columns.map(({ name }) => name),
    blocks: once({ length: rows.length, columns }),
  }
}

function openRange(plan: RangeRows, run: Run): Stream {
  const column = plan.columns[0] ?? { name: '', type: 'long' as const }
  const bound = (expr: Expr, type = column.type): unknown =>
    conversion(expr.type, type)(valueOf(expr, run))
  const from = bound(plan.from)
  const to = bound(plan.to)
  const step = bound(plan.step, column.type === 'datetime' ? 'timespan' : column.type)
  const plus = (value: unknown): unknown => {
    if (column.type === 'int' || column.type === 'long') return addLong(value as Long, step as Long)
    return typeof value === 'bigint'
      ? value + (step as bigint)
      : (value as number) + (step as number)
  }
  async function* rows(): AsyncGenerator<Block> {
    if (from === null || to === null || step === null || Number(step) === 0) return
    let values: unknown[] = []
    const up = Number(step) > 0
    for (
      let value = from as Long;
      up ? value <= (to as Long) : value >= (to as Long);
      value = plus(value) as Long
    ) {
      values.push(value)
      if (values.length < blockSize) continue
      checkpoint(run)
      yield { length: values.length, columns: [values] }
      values = []
    }
    if (values.length > 0) yield { length: values.length, columns: [values] }
  }
  return { names: [column.name], blocks: rows() }
}

function openWhere(plan: Where, need: Names, hints: readonly Expr[], run: Run): Stream {
  const input = open(
    plan.input,
    columnsRead([plan.predicate], new Set(need)),
    [...hints, ...conjuncts(plan.predicate)],
    run,
  )
  const test = compile(plan.predicate, { layout: layoutOf(input.names), run }).evaluate
  async function* filtered(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      checkpoint(run)
      const rows: number[] = []
      for (let row = 0; row < block.length; row++)
        if (test(block.columns, row) === true) rows.push(row)
      if (rows.length === block.length) yield block
      else if (rows.length > 0) yield gather(block, rows)
    }
  }
  return { names: input.names, blocks: filtered() }
}

function openProject(plan: Project, need: Names, hints: readonly Expr[], run: Run): Stream {
  const outputs = plan.outputs.filter(({ name }) => need.has(name))
  const input = open(
    plan.input,
    columnsRead(outputs.map(({ expr }) => expr)),
    hintsBelow(hints, plan.outputs),
    run,
  )
  const layout = layoutOf(input.names)
  const columns = outputs.map(({ expr }) => {
    // A column that only passes is passed by reference, its JSON stays unparsed.
    if (expr.kind === 'column') {
      const index = layout.get(expr.name) ?? -1
      return (block: Block): readonly unknown[] => block.columns[index] ?? []
    }
    const { evaluate } = compile(expr, { layout, run })
    return (block: Block): unknown[] =>
      Array.from({ length: block.length }, (_, row) => evaluate(block.columns, row))
  })
  async function* projected(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      checkpoint(run)
      yield { length: block.length, columns: columns.map((column) => column(block)) }
    }
  }
  return { names: outputs.map(({ name }) => name), blocks: projected() }
}

function openWindowed(plan: Windowed, need: Names, run: Run): Stream {
  const outputs = plan.outputs.filter(({ name }) => need.has(name))
  const input = open(plan.input, columnsRead(outputs.map(({ expr }) => expr)), [], run)
  const layout = layoutOf(input.names)
  const evaluates = outputs.map(
    ({ expr }) => compile(expr, { layout, run, window: compileWindow }).evaluate,
  )
  async function* windowed(): AsyncGenerator<Block> {
    const { length, columns } = await collect(input, run)
    serialized(columns, length)
    yield {
      length,
      columns: evaluates.map((evaluate) =>
        Array.from({ length }, (_, row) => evaluate(columns, row)),
      ),
    }
  }
  return { names: outputs.map(({ name }) => name), blocks: windowed() }
}

function openSort(plan: Sort, need: Names, hints: readonly Expr[], run: Run): Stream {
  const read = columnsRead(
    plan.by.map(({ expr }) => expr),
    new Set(need),
  )
  const input = open(plan.input, read, passesHints(plan) ? hints : [], run)
  const layout = layoutOf(input.names)
  const keys = plan.by.map((key) => ({
    ...key,
    evaluate: compile(key.expr, { layout, run }).evaluate,
  }))
  async function* sorted(): AsyncGenerator<Block> {
    const table = await collect(input, run)
    const orders = keys.map(({ evaluate, descending, nullsFirst }) => ({
      descending,
      nullsFirst,
      values: Array.from({ length: table.length }, (_, row) => evaluate(table.columns, row)),
    }))
    const rows = Array.from({ length: table.length }, (_, row) => row)
    rows.sort((a, b) => {
      for (const { values, descending, nullsFirst } of orders) {
        const x = values[a]
        const y = values[b]
        const xNull = x === null || x === undefined
        const yNull = y === null || y === undefined
        if (xNull && yNull) continue
        if (xNull || yNull) return xNull === nullsFirst ? -1 : 1
        const order = compareValues(x, y)
        if (order !== 0) return descending ? -order : order
      }
      return 0
    })
    const limit = plan.limit ? Number(valueOf(plan.limit, run)) : rows.length
    yield gather(table, rows.slice(0, Math.max(0, limit)))
  }
  return { names: input.names, blocks: sorted() }
}

function openTake(plan: Take, need: Names, run: Run): Stream {
  const input = open(plan.input, need, [], run)
  async function* taken(): AsyncGenerator<Block> {
    let left = Number(valueOf(plan.count, run))
    if (left <= 0) return
    for await (const block of input.blocks) {
      if (block.length < left) {
        left -= block.length
        yield block
        continue
      }
      yield { length: left, columns: block.columns.map((column) => column.slice(0, left)) }
      return
    }
  }
  return { names: input.names, blocks: taken() }
}

function openUnion(plan: Union, need: Names, hints: readonly Expr[], run: Run): Stream {
  const wanted = plan.columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ name }) => need.has(name))
  const legs = plan.legs.map((leg) => {
    const from = wanted.map(({ index }) => leg.from[index])
    const outputs = plan.columns.flatMap(({ name, type }, index) => {
      const column = leg.from[index]
      return column === undefined
        ? []
        : [{ name, expr: { kind: 'column', name: column, type } as const }]
    })
    const read = new Set(from.filter((name) => name !== undefined))
    const input = open(leg.input, read, hintsBelow(hints, outputs), run)
    const layout = layoutOf(input.names)
    return {
      input,
      source: leg.source,
      places: from.map((name) => (name === undefined ? undefined : layout.get(name))),
    }
  })
  async function* united(): AsyncGenerator<Block> {
    for (const { input, source, places } of legs) {
      for await (const block of input.blocks) {
        checkpoint(run)
        const columns = wanted.map(({ name, type }, index) => {
          const place = places[index]
          if (place !== undefined) return block.columns[place] ?? []
          const filler = name === plan.sourceColumn ? source : nullOf(type)
          return Array.from({ length: block.length }, () => filler)
        })
        yield { length: block.length, columns }
      }
    }
  }
  return { names: wanted.map(({ name }) => name), blocks: united() }
}

/** The elements that a value expands to. */
function elements(value: Dynamic, bagsAsPairs: boolean): readonly Dynamic[] {
  if (Array.isArray(value)) return value
  if (!isBag(value)) return [value ?? null]
  return bagEntries(value).map(([key, item]) => (bagsAsPairs ? [key, item] : bagOf([[key, item]])))
}

function openMvExpand(plan: MvExpand, need: Names, run: Run): Stream {
  const expanded = new Map(plan.items.map((item, index) => [item.name, index]))
  const carried = plan.columns
    .map(({ name }) => name)
    .filter((name) => need.has(name) && !expanded.has(name) && name !== plan.index)
  const read = columnsRead(
    plan.items.map(({ expr }) => expr),
    new Set(carried),
  )
  const input = open(plan.input, read, [], run)
  const layout = layoutOf(input.names)
  const items = plan.items.map(({ expr, type }) => {
    const { evaluate, type: from } = compile(expr, { layout, run })
    return {
      evaluate,
      box: conversion(from, 'dynamic'),
      convert: conversion('dynamic', type),
      nothing: nullOf(type),
    }
  })
  const names = [...carried, ...expanded.keys(), ...(plan.index === undefined ? [] : [plan.index])]
  const limit = plan.limit ? Number(valueOf(plan.limit, run)) : Number.POSITIVE_INFINITY
  const expand = (block: Block): Block => {
    const rows: number[] = []
    const indexes: number[] = []
    const cells: unknown[][] = items.map(() => [])
    for (let row = 0; row < block.length; row++) {
      const lists = items.map(({ evaluate, box }) =>
        elements(box(evaluate(block.columns, row)), plan.bagsAsPairs),
      )
      const length = Math.min(limit, Math.max(...lists.map((list) => list.length)))
      for (let at = 0; at < length; at++) {
        rows.push(row)
        indexes.push(at)
        items.forEach(({ convert, nothing }, index) => {
          cells[index]?.push(convert(lists[index]?.[at] ?? null) ?? nothing)
        })
      }
    }
    const kept = carried.map((name) => {
      const column = block.columns[layout.get(name) ?? -1] ?? []
      return rows.map((row) => column[row])
    })
    return {
      length: rows.length,
      columns: [...kept, ...cells, ...(plan.index === undefined ? [] : [indexes])],
    }
  }
  async function* blocks(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      checkpoint(run)
      yield expand(block)
    }
  }
  return { names, blocks: blocks() }
}

/** All columns, once, for however many readers. */
function materialize(plan: Materialized, run: Run): Promise<Table> {
  const found = run.materialized.get(plan)
  if (found) return found
  const all = new Set(plan.columns.map(({ name }) => name))
  const table = collect(open(plan.input, all, [], run), run)
  run.materialized.set(plan, table)
  return table
}

function openMaterialized(plan: Materialized, need: Names, run: Run): Stream {
  const names = keptNames(plan, need)
  async function* blocks(): AsyncGenerator<Block> {
    const table = await materialize(plan, run)
    const layout = layoutOf(table.names)
    yield {
      length: table.length,
      columns: names.map((name) => table.columns[layout.get(name) ?? -1] ?? []),
    }
  }
  return { names, blocks: blocks() }
}

/** Everything a plan yields, at most `limits.rows` rows of it. */
export async function evaluatePlan(plan: Plan, run: Run): Promise<Table> {
  const names = plan.columns.map(({ name }) => name)
  const { names: given, blocks } = open(plan, new Set(names), [], run)
  const layout = layoutOf(given)
  const columns: unknown[][] = names.map(() => [])
  let length = 0
  for await (const block of blocks) {
    checkpoint(run)
    length += block.length
    if (length > run.limits.rows) {
      throw new KqlError(
        'limit',
        `The result has more than ${run.limits.rows} rows. Add "take" or "summarize", or raise limits.rows.`,
      )
    }
    names.forEach((name, index) => {
      for (const value of block.columns[layout.get(name) ?? -1] ?? []) columns[index]?.push(value)
    })
  }
  return { names, length, columns }
}
