import type { EChartsOption } from 'echarts'
import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components'
import { type EChartsType, init, use as register } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useRef } from 'react'

register([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
])

export interface ChartProps {
  /** What the chart shows, in words, for those who do not see it. */
  readonly label: string
  readonly option: EChartsOption
  readonly height: number
  /** A click on what was drawn: the place on the category axis. */
  readonly onPick?: (index: number) => void
}

/** An ECharts drawing of the size of its frame. */
export function Chart({ label, option, height, onPick }: ChartProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  useEffect(() => {
    const element = frame.current
    if (element === null) return undefined
    const drawn = init(element)
    chart.current = drawn
    const observer = new ResizeObserver(() => drawn.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.dispose()
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption(asText(option), { notMerge: true })
  }, [option])
  useEffect(() => {
    const drawn = chart.current
    if (drawn === undefined || onPick === undefined) return undefined
    const pick = ({ dataIndex }: { dataIndex?: number }): void => {
      if (dataIndex !== undefined) onPick(dataIndex)
    }
    drawn.on('click', pick)
    return () => {
      if (!drawn.isDisposed()) drawn.off('click', pick)
    }
  }, [onPick])
  return <div ref={frame} className="chart" role="img" aria-label={label} style={{ height }} />
}

/** Names in a chart come from rows: its tooltip is drawn as text, never set as HTML. */
function asText(option: EChartsOption): EChartsOption {
  const { fontFamily } = getComputedStyle(document.body)
  const tooltip = Object.assign({}, option.tooltip, { renderMode: 'richText' })
  return {
    ...option,
    backgroundColor: 'transparent',
    textStyle: { ...option.textStyle, fontFamily },
    tooltip,
  }
}
