import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'

import { chartThemes } from '../../../src/chart/chart-theme.ts'
import { outcomeNames, type OutcomeBins } from '../../../src/view/outcomes.ts'
import { useIsDark } from '../app/theme.ts'
import { outcomeColors } from '../components/outcome-colors.ts'
import { useSpeech } from '../language/language.tsx'

const keys = { Succeeded: 'ok', 'Invalid output': 'invalid', Failed: 'failed' } as const

/** Calls by outcome as stacked columns over time. */
export function useOutcomeOption(bins: OutcomeBins | undefined): EChartsOption | undefined {
  const { messages, formats } = useSpeech()
  const isDark = useIsDark()
  return useMemo(() => {
    if (bins === undefined) return undefined
    const theme = chartThemes[isDark ? 'dark' : 'light']
    const colors = outcomeColors[isDark ? 'dark' : 'light']
    const last = bins.starts.length - 1
    return {
      animation: false,
      grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same' },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        confine: true,
        backgroundColor: theme.background,
        borderColor: theme.grid,
        textStyle: { color: theme.text, fontSize: 12 },
      },
      xAxis: {
        type: 'category',
        data: bins.starts.map((start) => formats.moment(new Date(start).toISOString())),
        axisLine: { lineStyle: { color: theme.grid } },
        axisTick: { show: false },
        axisLabel: {
          color: theme.muted,
          fontSize: 11,
          hideOverlap: true,
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
          formatter: (text: string) => text.replace(/:\d\d$/, ''),
          showMaxLabel: last < 12,
        },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: 3,
        axisLabel: {
          color: theme.muted,
          fontSize: 11,
          formatter: (value: number) => formats.compact(value),
        },
        splitLine: { lineStyle: { color: theme.grid } },
      },
      series: outcomeNames.map((name, index) => ({
        type: 'bar',
        stack: 'calls',
        name: messages.outcome[keys[name]],
        data: [...(bins.counts[index] ?? [])],
        itemStyle: { color: colors[keys[name]] },
        barCategoryGap: '18%',
        emphasis: { disabled: true },
      })),
    }
  }, [bins, formats, isDark, messages])
}
