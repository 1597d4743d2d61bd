import { lazy, type ReactNode, Suspense } from 'react'

import type { ChartProps } from './chart.tsx'

/** ECharts comes after the page: figures and tables do not wait for it. */
const Drawn = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }))

export function LazyChart(props: ChartProps): ReactNode {
  return (
    <Suspense fallback={<div className="chart" style={{ height: props.height }} />}>
      <Drawn {...props} />
    </Suspense>
  )
}
