import type { MetricsData } from '@kansoku/azure-monitor/envelopes'

import type { Metric, NumberPoint, SummedPoint } from './messages.ts'
import { flatRecordOf, timeOf } from './values.ts'

type MetricData = MetricsData['scopeMetrics'][number]['metrics'][number]

/** Of `DataPointType` and of the temporalities, whose package this one has no other use for. */
const HISTOGRAM = 0
const GAUGE = 2
const SUM = 3
const DELTA = 0

/** A metric as a reader of the SDK would hand it to an exporter, or what is wrong with it. */
export function metricData(metric: Metric): MetricData | string {
  const {
    description = '',
    exponentialHistogram,
    gauge,
    histogram,
    name = '',
    sum,
    unit = '',
  } = metric
  const base = {
    descriptor: { name, description, unit, valueType: 1 },
    aggregationTemporality: DELTA,
  }
  if (gauge)
    return {
      ...base,
      dataPointType: GAUGE,
      dataPoints: gauge.dataPoints.filter(isMeasured).map(numberPoint),
    }
  if (sum)
    return {
      ...base,
      dataPointType: SUM,
      isMonotonic: true,
      dataPoints: sum.dataPoints.filter(isMeasured).map(numberPoint),
    }
  const summed = histogram ?? exponentialHistogram
  if (summed)
    return {
      ...base,
      dataPointType: HISTOGRAM,
      dataPoints: summed.dataPoints.filter(isMeasured).map(summedPoint),
    }
  return `metric "${name.slice(0, 60)}": only gauges, sums and histograms have rows`
}

/** A collector sends a point without a value for a series that has ended: 0 would be a wrong row. */
const isMeasured = ({ flags = 0 }: NumberPoint | SummedPoint): boolean => flags % 2 === 0

interface Times {
  readonly startTime: [number, number]
  readonly endTime: [number, number]
}

function timesOf({ startTimeUnixNano, timeUnixNano }: NumberPoint | SummedPoint): Times {
  const endTime = timeOf(timeUnixNano) ?? [0, 0]
  return { startTime: timeOf(startTimeUnixNano) ?? endTime, endTime }
}

function numberPoint(point: NumberPoint) {
  const value = point.asDouble ?? Number(point.asInt ?? 0)
  return { ...timesOf(point), attributes: flatRecordOf(point.attributes), value }
}

/** The row of a histogram has count, sum, least and greatest; its buckets have no column. */
function summedPoint(point: SummedPoint) {
  const { count = '0', max, min, sum } = point
  return {
    ...timesOf(point),
    attributes: flatRecordOf(point.attributes),
    value: {
      buckets: { boundaries: [], counts: [] },
      count: Number(count),
      ...(sum !== undefined && { sum }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    },
  }
}
