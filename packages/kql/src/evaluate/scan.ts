import type { ScanSteps } from '../ast.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { collect, layoutOf } from './block.ts'
import { compile, valueOf } from './expression.ts'
import type { Block, Names, Open, Run, Stream } from './run.ts'

/**
 * Rows that keep the step's condition, in order. Within the step a declared column by itself is its initial value;
 * the step's state is what the last such row had.
 */
export function openScan(plan: ScanSteps, need: Names, run: Run, open: Open): Stream {
  const own = plan.input.columns
  const input = open(plan.input, new Set(own.map(({ name }) => name)), [], run)
  const names = plan.columns.map(({ name }) => name).filter((name) => need.has(name))

  async function* blocks(): AsyncGenerator<Block> {
    const table = await collect(input, run)
    const initial = plan.declared.map((each) => valueOf(each.initial, run))
    // What a row reads of the state stands in columns of their own, written just before the row is looked at.
    const stateCells = plan.state.map(() =>
      Array.from({ length: table.length }, (): unknown => null),
    )
    const declaredCells = initial.map((value) => Array.from({ length: table.length }, () => value))
    const columns = [...table.columns, ...declaredCells, ...stateCells]
    const layout = layoutOf([
      ...table.names,
      ...plan.declared.map(({ name }) => name),
      ...plan.state,
    ])
    const test = compile(plan.condition, { layout, run }).evaluate
    const values = plan.declared.map(({ type, value }) => {
      const { evaluate, type: from } = compile(value, { layout, run })
      return { evaluate, convert: conversion(from, type) }
    })
    const position = layoutOf(table.names)
    const rows: number[] = []
    const results: unknown[][] = plan.declared.map(() => [])
    let state = [...own.map(({ type }) => nullOf(type)), ...initial]
    for (let row = 0; row < table.length; row++) {
      stateCells.forEach((cells, index) => (cells[row] = state[index]))
      if (test(columns, row) !== true) continue
      const found = values.map(({ evaluate, convert }) => convert(evaluate(columns, row)))
      rows.push(row)
      results.forEach((column, index) => column.push(found[index]))
      state = [...own.map(({ name }) => table.columns[position.get(name) ?? -1]?.[row]), ...found]
    }
    yield {
      length: rows.length,
      columns: names.map((name) => {
        const at = plan.declared.findIndex((each) => each.name === name)
        const column = table.columns[position.get(name) ?? -1] ?? []
        return at < 0 ? rows.map((row) => column[row]) : (results[at] ?? [])
      }),
    }
  }
  return { names, blocks: blocks() }
}
