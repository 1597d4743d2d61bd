/**
 * Colours that stay apart for colour-blind readers (the set of M. Okabe and K. Ito, lightened for the
 * dark theme); each has 3:1 against its background, as WCAG 1.4.11 asks of graphics.
 */
export interface ChartTheme {
  readonly background: string
  readonly text: string
  readonly muted: string
  readonly grid: string
  readonly series: readonly string[]
  /** What means the same on every chart keeps one colour. */
  readonly named: Readonly<Record<string, string>>
}

export type ChartThemeName = 'light' | 'dark'

export const chartThemes: Readonly<Record<ChartThemeName, ChartTheme>> = {
  light: {
    background: '#ffffff',
    text: '#1c1f23',
    muted: '#5c636b',
    grid: '#e4e7ea',
    series: [
      '#0072b2',
      '#009e73',
      '#b87d00',
      '#cc5c93',
      '#3b8fc4',
      '#7a7f85',
      '#6f4fa8',
      '#d55e00',
    ],
    named: {
      Yes: '#0072b2',
      No: '#009e73',
      Other: '#d55e00',
      Failed: '#d55e00',
      Success: '#009e73',
    },
  },
  dark: {
    background: '#15181c',
    text: '#e8eaed',
    muted: '#9aa2ab',
    grid: '#2c3138',
    series: [
      '#4aa8e0',
      '#2fc296',
      '#e0a52e',
      '#e08bb6',
      '#8cc8ee',
      '#a3a9b0',
      '#a98be0',
      '#f0803c',
    ],
    named: {
      Yes: '#4aa8e0',
      No: '#2fc296',
      Other: '#f0803c',
      Failed: '#f0803c',
      Success: '#2fc296',
    },
  },
}

/** Colours of series: those that mean something keep theirs, the others share what is left. */
export function seriesColors(theme: ChartTheme, names: readonly string[]): readonly string[] {
  const taken = new Set(names.flatMap((name) => theme.named[name] ?? []))
  const free = theme.series.filter((color) => !taken.has(color))
  let next = 0
  return names.map((name) => theme.named[name] ?? free[next++ % free.length] ?? theme.text)
}
