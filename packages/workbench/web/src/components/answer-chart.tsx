import { type ReactNode, useMemo } from 'react'

import { chartData } from '../../../src/chart/chart-data.ts'
import { chartOption } from '../../../src/chart/chart-option.ts'
import { chartThemes } from '../../../src/chart/chart-theme.ts'
import type { QueryAnswer } from '../../../src/query/answer.ts'
import { useIsDark } from '../app/theme.ts'
import { useSpeech } from '../language/language.tsx'
import { LazyChart } from './lazy-chart.tsx'

interface AnswerChartProps {
  readonly answer: QueryAnswer
  readonly label: string
  readonly height: number
  /** The title stands elsewhere already. */
  readonly untitled?: boolean
}

/** The drawing that a query's `render` asks for: the same as `kansoku chart` makes. */
export function AnswerChart({
  answer,
  label,
  height,
  untitled = false,
}: AnswerChartProps): ReactNode {
  const { messages } = useSpeech()
  const isDark = useIsDark()
  const option = useMemo(() => {
    const data = chartData(answer)
    if (data === undefined) return undefined
    const { title, ...bare } = data
    const shown = untitled || title === undefined ? bare : { ...bare, title }
    return chartOption(shown, chartThemes[isDark ? 'dark' : 'light'])
  }, [answer, isDark, untitled])
  if (option === undefined) return <p className="calm">{messages.query.notDrawn}</p>
  return <LazyChart label={label} option={option} height={height} />
}
