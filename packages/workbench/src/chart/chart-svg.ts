import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import stringWidth from 'string-width'

import type { ChartData } from './chart-data.ts'
import { chartOption } from './chart-option.ts'
import { type ChartThemeName, chartThemes } from './chart-theme.ts'

export interface ChartPicture {
  /** Pixels. @defaultValue 800 */
  readonly width?: number
  /** Pixels. @defaultValue 400 */
  readonly height?: number
  /** @defaultValue 'light' */
  readonly theme?: ChartThemeName
}

use([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
])
// There is no canvas to measure text with: half an em for a narrow character, one for a wide one.
setPlatformAPI({
  measureText: (text, font) => ({ width: (stringWidth(text) * fontSize(font)) / 1.85 }),
})

function fontSize(font: string | undefined): number {
  return Number(/(\d+)px/u.exec(font ?? '')?.[1] ?? 12)
}

/** The chart as SVG text, without a browser. The same data gives the same bytes. */
export function chartSvg(
  data: ChartData,
  { width = 800, height = 400, theme = 'light' }: ChartPicture = {},
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(chartOption(data, chartThemes[theme]))
    return still(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

/**
 * Without what serves a page that follows the pointer: its class names count up with every chart of the process. Fonts are told
 * one property at a time, since the renderer of PNG does not know the shorthand.
 */
function still(svg: string): string {
  return svg
    .replaceAll(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"|<style ?>.*?<\/style>\n?/gsu, '')
    .replaceAll(
      /style="font: normal (\w+) (\w+) ([^"]*)"/gu,
      'style="font-size:$2;font-weight:$1;font-family:$3;"',
    )
}
