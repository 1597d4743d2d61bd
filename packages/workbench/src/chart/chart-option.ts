import type {
  EChartsOption,
  SeriesOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts'

import type { ChartData, ChartKind, ChartSeries } from './chart-data.ts'
import { type ChartTheme, seriesColors } from './chart-theme.ts'

const mark = {
  columnchart: { type: 'bar' },
  barchart: { type: 'bar' },
  timechart: { type: 'line' },
  linechart: { type: 'line' },
  anomalychart: { type: 'line' },
  areachart: { type: 'line', areaStyle: { opacity: 0.25 } },
  stackedareachart: { type: 'line', areaStyle: { opacity: 0.5 } },
  scatterchart: { type: 'scatter' },
  piechart: { type: 'pie' },
} as const satisfies Record<ChartKind, object>

/** A browser takes the first; a PNG takes what the machine has. Without quotes: zrender writes them into SVG attributes unescaped. */
const FONTS =
  'system-ui, Segoe UI, Helvetica Neue, Arial, Noto Sans CJK JP, Noto Sans, DejaVu Sans, sans-serif'

/** A chart as ECharts takes it: one description for the page, for SVG and for PNG. */
export function chartOption(data: ChartData, theme: ChartTheme): EChartsOption {
  const shared: EChartsOption = {
    animation: false,
    // Times of KQL are UTC, and a picture is the same wherever it is drawn.
    useUTC: true,
    backgroundColor: theme.background,
    textStyle: { color: theme.text, fontFamily: FONTS },
    ...(data.title !== undefined && {
      title: {
        text: data.title,
        left: 16,
        top: 12,
        textStyle: { color: theme.text, fontSize: 15, fontWeight: 600 },
      },
    }),
    legend: {
      bottom: 8,
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 12,
      type: 'scroll',
      textStyle: { color: theme.muted },
    },
  }
  return data.kind === 'piechart'
    ? { ...shared, ...pie(data, theme) }
    : { ...shared, ...cartesian(data, theme) }
}

function cartesian(data: ChartData, theme: ChartTheme): EChartsOption {
  const { kind } = data
  const horizontal = kind === 'barchart'
  return {
    grid: { left: 40, right: 24, top: data.title === undefined ? 24 : 56, bottom: 80 },
    tooltip: { trigger: kind === 'scatterchart' ? 'item' : 'axis', confine: true },
    ...(horizontal
      ? { xAxis: valueAxis(data, theme), yAxis: placeAxis(data, theme) as YAXisComponentOption }
      : { xAxis: placeAxis(data, theme) as XAXisComponentOption, yAxis: valueAxis(data, theme) }),
    series: seriesOptions(data, theme),
  }
}

/** ECharts types the two axes apart, although they take the same members. */
function placeAxis(
  { axis, kind }: ChartData,
  theme: ChartTheme,
): XAXisComponentOption | YAXisComponentOption {
  const scale =
    axis.type === 'name'
      ? { type: 'category', data: [...axis.places], inverse: kind === 'barchart' }
      : { type: axis.type === 'time' ? 'time' : 'value', scale: true }
  return {
    ...scale,
    name: axis.title,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: theme.muted },
    axisLabel: { color: theme.muted, hideOverlap: true },
    axisLine: { lineStyle: { color: theme.grid } },
    axisTick: { show: false },
    splitLine: { show: false },
  } as XAXisComponentOption | YAXisComponentOption
}

function valueAxis(
  { stacking, valueTitle }: ChartData,
  theme: ChartTheme,
): XAXisComponentOption & YAXisComponentOption & { type: 'value' } {
  const percent = stacking === 'stacked100'
  return {
    type: 'value',
    ...(valueTitle !== undefined && { name: valueTitle }),
    ...(percent && { max: 100 }),
    nameTextStyle: { color: theme.muted },
    axisLabel: { color: theme.muted, ...(percent && { formatter: '{value} %' }) },
    splitLine: { lineStyle: { color: theme.grid } },
  }
}

function seriesOptions(data: ChartData, theme: ChartTheme): SeriesOption[] {
  const { axis, stacking } = data
  const drawn = stacking === 'stacked100' ? shares(data.series) : data.series
  const place = (label: string): string | number => (axis.type === 'time' ? label : Number(label))
  const { [data.kind]: shape } = mark
  const colors = seriesColors(
    theme,
    drawn.map(({ name }) => name),
  )
  const shared = {
    ...shape,
    ...(shape.type === 'bar' && { barMaxWidth: 56 }),
    ...(shape.type === 'line' && { showSymbol: axis.places.length === 1, lineStyle: { width: 2 } }),
    ...(stacking !== 'none' && { stack: 'all' }),
  }
  return drawn.map(({ name, values }, index) =>
    Object.assign({}, shared, {
      name,
      color: colors[index],
      data:
        axis.type === 'name'
          ? [...values]
          : axis.places.map((label, at) => [place(label), values[at] ?? null]),
    }),
  ) as SeriesOption[]
}

/** One part for each place of the axis; with several series, the first is what a pie can show. */
function pie({ axis, series: [first] }: ChartData, theme: ChartTheme): EChartsOption {
  const colors = seriesColors(theme, axis.places)
  return {
    tooltip: { trigger: 'item', confine: true },
    series: {
      ...mark.piechart,
      radius: ['42%', '68%'],
      label: { color: theme.text },
      itemStyle: { borderColor: theme.background, borderWidth: 2 },
      data: axis.places.map((name, index) => ({
        name,
        value: first?.values[index] ?? 0,
        itemStyle: { color: colors[index] ?? theme.text },
      })),
    },
  }
}

/** Each value as its share of the sum at its place, in percent. */
function shares(series: readonly ChartSeries[]): readonly ChartSeries[] {
  const total = (at: number): number =>
    series.reduce((sum, { values }) => sum + Math.max(0, values[at] ?? 0), 0)
  return series.map(({ name, values }) => ({
    name,
    values: values.map((value, at) =>
      value === null || total(at) === 0 ? null : (100 * value) / total(at),
    ),
  }))
}
