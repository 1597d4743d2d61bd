import { describe, expect, it } from 'vitest'

import { type ChartData, chartData } from './chart-data.ts'
import { pngOf } from './chart-png.ts'
import { chartSvg } from './chart-svg.ts'
import { chartThemes, seriesColors } from './chart-theme.ts'

const { light, dark } = chartThemes
const columns = [
  { name: 'Turn', type: 'int' },
  { name: 'Answer', type: 'string' },
  { name: 'Calls', type: 'long' },
]
const rows = [
  [1, 'Yes', 30],
  [1, 'No', 10],
  [2, 'Other', 1],
]

const data = (kind: string, stacking = 'stacked'): ChartData =>
  chartData({
    columns,
    rows,
    visualization: { kind, stacking, title: '回答 <script>alert(1)</script>' },
  }) as ChartData

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text ?? '')

describe('chartSvg', () => {
  it('shows title, axis, places and legend, as text', () => {
    const svg = chartSvg(data('columnchart'))
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['1', '2', '0', '40', 'Turn', 'Yes', 'No', 'Other']),
    )
    expect(svg).toContain('回答 &lt;script&gt;')
    expect(svg).not.toContain('<script')
  })

  it('gives the same bytes for the same data', () => {
    expect(chartSvg(data('columnchart'))).toBe(chartSvg(data('columnchart')))
  })

  it('keeps the colour of what has a meaning, in both themes', () => {
    const svg = chartSvg(data('barchart'))
    for (const color of [
      light.named['Yes'],
      light.named['No'],
      light.named['Other'],
      light.background,
    ])
      expect(svg).toContain(color)
    expect(chartSvg(data('barchart'), { theme: 'dark' })).toContain(dark.background)
  })

  it('gives the colour of what has a meaning to nothing else', () => {
    expect(seriesColors(light, ['a', 'No', '', 'Yes'])).toEqual([
      light.series[2],
      light.named['No'],
      light.series[3],
      light.named['Yes'],
    ])
  })

  it.each([
    'columnchart',
    'barchart',
    'linechart',
    'areachart',
    'stackedareachart',
    'scatterchart',
    'piechart',
  ])('draws a %s', (kind) => {
    expect(chartSvg(data(kind, 'default'))).toMatch(/^<svg width="800" height="400"/u)
  })

  it('draws shares up to 100 %', () => {
    expect(texts(chartSvg(data('columnchart', 'stacked100')))).toContain('100 %')
  })

  it('becomes a PNG of twice its size', () => {
    const png = pngOf(chartSvg(data('columnchart'), { width: 300, height: 200 }))
    const size = new DataView(png.buffer, png.byteOffset)
    expect([size.getUint32(16), size.getUint32(20)]).toEqual([600, 400])
  })
})
