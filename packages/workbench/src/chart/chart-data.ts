import type { QueryAnswer } from '../query/answer.ts'
import { cellText } from '../query/cell-text.ts'

/** Kinds of `render` that are drawn; `table` and maps are not. */
const kinds = [
  'columnchart',
  'barchart',
  'timechart',
  'linechart',
  'areachart',
  'stackedareachart',
  'anomalychart',
  'piechart',
  'scatterchart',
] as const

export type ChartKind = (typeof kinds)[number]

export interface ChartSeries {
  readonly name: string
  /** One value for each place of the axis; null where the result has no row. */
  readonly values: readonly (number | null)[]
}

/** What a chart shows, whoever draws it. */
export interface ChartData {
  readonly kind: ChartKind
  readonly title?: string
  readonly stacking: 'stacked' | 'stacked100' | 'none'
  readonly axis: {
    readonly title: string
    /** How the places are told apart: by name, by time (ISO 8601 text), or by size. */
    readonly type: 'name' | 'time' | 'number'
    readonly places: readonly string[]
  }
  readonly valueTitle?: string
  readonly series: readonly ChartSeries[]
}

type Column = QueryAnswer['columns'][number] & { readonly index: number }

const numeric: ReadonlySet<string> = new Set(['int', 'long', 'real', 'decimal'])
const overTime: ReadonlySet<string> = new Set(['timechart', 'anomalychart'])
const sized: ReadonlySet<string> = new Set(['linechart', 'scatterchart', 'areachart'])

/**
 * The rows of a result as axis and series, by the rules of Kusto's `render`: the x column is the one
 * that is named, else the first (of a time chart the first datetime); number columns are values; the
 * other columns tell series apart. Arrays, as `make-series` gives them, are laid out as rows. Values
 * that share a place and a series are summed. Undefined where the query renders none of these kinds.
 * @see https://learn.microsoft.com/kusto/query/render-operator
 */
export function chartData(answer: QueryAnswer): ChartData | undefined {
  const { visualization } = answer
  const kind = kinds.find((each) => each === visualization?.kind)
  if (visualization === undefined || kind === undefined) return undefined
  const { columns, rows } = flattened(answer)
  const x = axisColumn(columns, kind, visualization.xcolumn)
  const { ycolumns, series: named } = visualization
  const others = columns.filter(({ index }) => index !== x?.index)
  const measures = others.filter(({ name, type }) => ycolumns?.includes(name) ?? numeric.has(type))
  const splits = others.filter(({ name, type }) => named?.includes(name) ?? !numeric.has(type))

  const places = new Map<string, number>()
  const series = new Map<string, (number | null)[]>()
  for (const row of rows) {
    const label = cellText(row[x?.index ?? 0]) || '(none)'
    const place = places.get(label) ?? places.size
    places.set(label, place)
    const split = splits.map(({ index }) => cellText(row[index]))
    for (const { index, name } of measures) {
      const own = measures.length > 1 || split.length === 0 ? [name] : []
      const key = [...split, ...own].join(' ')
      const values = series.get(key) ?? []
      series.set(key, values)
      const value = row[index]
      if (value !== null && value !== undefined)
        values[place] = (values[place] ?? 0) + Number(value)
    }
  }

  const type = placeType(kind, x)
  const order = [...places.keys()]
  if (type !== 'name') order.sort(type === 'time' ? byText : bySize)
  return {
    kind,
    ...(visualization.title !== undefined && { title: visualization.title }),
    stacking: stackingOf(kind, visualization.stacking),
    axis: { title: visualization.xtitle ?? x?.name ?? '', type, places: order },
    ...(visualization.ytitle !== undefined && { valueTitle: visualization.ytitle }),
    series: [...series].map(([name, values]) => ({
      name,
      values: order.map((label) => values[places.get(label) ?? 0] ?? null),
    })),
  }
}

function axisColumn(
  columns: readonly Column[],
  kind: ChartKind,
  named?: string,
): Column | undefined {
  return (
    columns.find(({ name }) => name === named) ??
    (overTime.has(kind) ? columns.find(({ type }) => type === 'datetime') : undefined) ??
    columns[0]
  )
}

function placeType(kind: ChartKind, x: Column | undefined): ChartData['axis']['type'] {
  if (x?.type === 'datetime') return 'time'
  return x !== undefined && numeric.has(x.type) && sized.has(kind) ? 'number' : 'name'
}

function stackingOf(kind: ChartKind, said: string | undefined): ChartData['stacking'] {
  if (said === 'stacked' || said === 'stacked100') return said
  return kind === 'stackedareachart' ? 'stacked' : 'none'
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
const bySize = (a: string, b: string): number => Number(a) - Number(b)

const isoTime = /^\d{4}-\d\d-\d\dT/u

/** A row for each element, where columns hold arrays of one length: times as text, and numbers. */
function flattened({ columns, rows }: QueryAnswer): {
  columns: readonly Column[]
  rows: readonly (readonly unknown[])[]
} {
  const arrays = columns.map(({ type }, index) =>
    type === 'dynamic' ? rows.find((row) => Array.isArray(row[index]))?.[index] : undefined,
  ) as readonly (readonly unknown[] | undefined)[]
  const indexed = columns.map((column, index) => ({
    ...column,
    index,
    type: arrays[index] === undefined ? column.type : elementType(arrays[index]),
  }))
  if (arrays.every((array) => array === undefined)) return { columns: indexed, rows }
  return {
    columns: indexed,
    rows: rows.flatMap((row) => {
      const lengths = row.map((cell, index) =>
        arrays[index] !== undefined && Array.isArray(cell) ? cell.length : 0,
      )
      return Array.from({ length: Math.max(0, ...lengths) }, (_, at) =>
        row.map((cell, index) =>
          arrays[index] !== undefined && Array.isArray(cell) ? (cell[at] as unknown) : cell,
        ),
      )
    }),
  }
}

function elementType(array: readonly unknown[]): string {
  const first = array.find((each) => each !== null)
  if (typeof first === 'number') return 'real'
  return typeof first === 'string' && isoTime.test(first) ? 'datetime' : 'string'
}
