import type { Narrow, Pivot } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { groupKey } from '../values/compare.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { unlazy } from '../values/json.ts'
import { collect, layoutOf } from './block.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'
import { refuseAt } from './unpack.ts'

/** The name of the column that a value becomes. */
function namer({ pivot, at }: Pivot): (value: unknown) => string {
  const text = conversion(pivot.type, 'string')
  return (value) => {
    const name = text(value) as string
    if (name === '') throw refuseAt('unsupported', 'pivot() of a value without a text', at)
    return name
  }
}

/** The groups' columns, then the values in the order of their first rows. */
export async function pivotedColumns(
  plan: Pivot,
  run: Run,
  open: Open,
): Promise<readonly KqlColumn[]> {
  const { groups, pivot, cell, at } = plan
  const input = open(plan.input, new Set([pivot.name]), [], run)
  const { columns, length } = await collect(input, run)
  const nameOf = namer(plan)
  const names = new Set(Array.from({ length }, (_, row) => nameOf(columns[0]?.[row])))
  const clash = groups.find(({ name }) => names.has(name))
  if (clash) throw refuseAt('runtime', `pivot() makes a second column "${clash.name}"`, at)
  return [...groups, ...Array.from(names, (name) => ({ name, type: cell.type }))]
}

export function openPivot(plan: Pivot, need: Names, run: Run, open: Open): Stream {
  const { groups, pivot, cell, at, empty } = plan
  const all = plan.input.columns.map(({ name }) => name)
  const input = open(plan.input, new Set(all), [], run)
  const layout = layoutOf(input.names)
  const nameOf = namer(plan)
  const wanted = plan.columns.filter(({ name }) => need.has(name))
  const names = wanted.map(({ name }) => name)
  async function* pivoted(): AsyncGenerator<Block> {
    const { columns, length } = await collect(input, run)
    const cellOf = (name: string, row: number): unknown => columns[layout.get(name) ?? -1]?.[row]
    const rows = new Map<string, Map<string, unknown>>()
    for (let row = 0; row < length; row++) {
      const keys = groups.map(({ name, type }) => groupKey(unlazy(cellOf(name, row)), type))
      const key = JSON.stringify(keys, (_, value: unknown) =>
        typeof value === 'bigint' ? `${value}n` : Number.isNaN(value) ? 'NaN' : value,
      )
      let cells = rows.get(key)
      if (!cells) {
        cells = new Map(groups.map(({ name }) => [name, cellOf(name, row)]))
        rows.set(key, cells)
      }
      cells.set(nameOf(cellOf(pivot.name, row)), cellOf(cell.name, row))
    }
    const filled = [...rows.values()].map((cells) =>
      names.map((name) => {
        if (cells.has(name)) return cells.get(name)
        if (empty === undefined)
          throw refuseAt('unsupported', 'pivot() by this aggregate where a cell has no rows', at)
        return empty ?? nullOf(cell.type)
      }),
    )
    yield {
      length: filled.length,
      columns: names.map((_, index) => filled.map((row) => row[index])),
    }
  }
  return { names, blocks: pivoted() }
}

/** Rows count from 0; every value is a text. */
export function openNarrow(plan: Narrow, need: Names, run: Run, open: Open): Stream {
  const source = plan.input.columns
  const input = open(plan.input, new Set(source.map(({ name }) => name)), [], run)
  const layout = layoutOf(input.names)
  const texts = source.map(({ name, type }) => ({
    name,
    from: layout.get(name) ?? -1,
    text: conversion(type, 'string'),
  }))
  const names = plan.columns.map(({ name }) => name).filter((name) => need.has(name))
  async function* narrowed(): AsyncGenerator<Block> {
    let before = 0
    for await (const block of input.blocks) {
      await checkpoint(run)
      const first = before
      const rows = Array.from({ length: block.length }, (_, row) => row)
      const cells: readonly ((row: number) => unknown[])[] = [
        (row) => texts.map(() => first + row),
        () => texts.map(({ name }) => name),
        (row) => texts.map(({ from, text }) => text(unlazy(block.columns[from]?.[row]))),
      ]
      yield {
        length: block.length * texts.length,
        columns: plan.columns.flatMap(({ name }, index) =>
          need.has(name) ? [rows.flatMap((row) => cells[index]?.(row) ?? [])] : [],
        ),
      }
      before += block.length
    }
  }
  return { names, blocks: narrowed() }
}
