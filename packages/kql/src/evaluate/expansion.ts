import type { Expansion } from '../ast.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { bagEntries, bagOf, type Dynamic, isBag } from '../values/dynamic.ts'
import type { Layout } from './block.ts'
import { compile } from './expression.ts'
import type { Block, Run } from './run.ts'

/** The elements that a value expands to. */
function elements(value: Dynamic, bagsAsPairs: boolean): readonly Dynamic[] {
  if (Array.isArray(value)) return value
  if (!isBag(value)) return [value ?? null]
  return bagEntries(value).map(([key, item]) => (bagsAsPairs ? [key, item] : bagOf([[key, item]])))
}

/** Adds one row's elements to the cells, a column an item, the shorter ones padded; says how many rows it makes. */
export type Expand = (block: Block, row: number, cells: readonly unknown[][]) => number

export function expansionOf(
  items: readonly Expansion[],
  options: { readonly bagsAsPairs: boolean; readonly limit: number },
  layout: Layout,
  run: Run,
): Expand {
  const compiled = items.map(({ expr, type }) => {
    const { evaluate, type: from } = compile(expr, { layout, run })
    return {
      evaluate,
      box: conversion(from, 'dynamic'),
      convert: conversion('dynamic', type),
      nothing: nullOf(type),
    }
  })
  return (block, row, cells) => {
    const lists = compiled.map(({ evaluate, box }) =>
      elements(box(evaluate(block.columns, row)), options.bagsAsPairs),
    )
    const length = Math.min(options.limit, Math.max(...lists.map((list) => list.length)))
    compiled.forEach(({ convert, nothing }, index) => {
      for (let at = 0; at < length; at++)
        cells[index]?.push(convert(lists[index]?.[at] ?? null) ?? nothing)
    })
    return length
  }
}
