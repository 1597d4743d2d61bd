import { type ReactNode, useMemo, useState } from 'react'

import { chartData } from '../../../src/chart/chart-data.ts'
import { formatCsv } from '../../../src/cli/csv.ts'
import type { QueryAnswer } from '../../../src/query/answer.ts'
import { cellText } from '../../../src/query/cell-text.ts'
import { useNow } from '../data/use-now.ts'
import type { RunState } from '../data/use-run.ts'
import { useSpeech } from '../language/language.tsx'
import { AnswerChart } from './answer-chart.tsx'
import { CopyButton } from './copy-button.tsx'
import { PageError } from './page-error.tsx'
import type { Column } from './table.tsx'
import { VirtualTable } from './virtual-table.tsx'

/** What became of a query. */
export function QueryResult({ state }: { readonly state: RunState }): ReactNode {
  const { query } = useSpeech().messages
  switch (state.kind) {
    case 'idle':
      return <div className="result" />
    case 'running':
      return <Running since={state.since} />
    case 'cancelled':
      return <p className="result-note">{query.cancelled}</p>
    case 'failed':
      return <PageError error={state.error} />
    case 'refused':
      return (
        <div className="note problem" role="alert">
          <p className="mono">{state.problem.message}</p>
        </div>
      )
    case 'answered':
      return <Answered answer={state.answer} milliseconds={state.milliseconds} />
    default:
      return state satisfies never
  }
}

function Running({ since }: { readonly since: number }): ReactNode {
  const { query } = useSpeech().messages
  useNow(200)
  const seconds = Math.max(0, (performance.now() - since) / 1000).toFixed(1)
  return (
    <p className="result-note" role="status">
      {query.running(seconds)}
    </p>
  )
}

interface AnsweredProps {
  readonly answer: QueryAnswer
  readonly milliseconds: number
}

const CHART_HEIGHT = 340
const numeric = new Set(['int', 'long', 'real', 'decimal'])

function Answered({ answer, milliseconds }: AnsweredProps): ReactNode {
  const { messages, formats } = useSpeech()
  const { query: words } = messages
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const isDrawable = useMemo(
    () => answer.rows.length > 0 && chartData(answer) !== undefined,
    [answer],
  )
  const columns = useMemo(() => columnsOf(answer), [answer])
  return (
    <section className="result" aria-label={words.table}>
      <div className="result-head">
        <span role="status">
          {words.rows(formats.count(answer.rows.length), formats.count(milliseconds))}
        </span>
        {isDrawable && (
          <div className="segments" role="group" aria-label={words.chart}>
            {(['chart', 'table'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={view === each}
                onClick={() => setView(each)}
              >
                {words[each]}
              </button>
            ))}
          </div>
        )}
        <CopyButton text={() => formatCsv(answer)} label={words.csv} />
      </div>
      {answer.rows.length === 0 && <p className="result-note">{words.empty}</p>}
      {isDrawable && view === 'chart' && (
        <div className="panel">
          <AnswerChart answer={answer} label={words.chart} height={CHART_HEIGHT} />
        </div>
      )}
      {answer.rows.length > 0 && (!isDrawable || view === 'table') && (
        <VirtualTable
          label={words.table}
          columns={columns}
          rows={answer.rows}
          rowKey={(_, index) => String(index)}
        />
      )}
    </section>
  )
}

function columnsOf({ columns, rows }: QueryAnswer): readonly Column<readonly unknown[]>[] {
  return columns.map(({ name, type }, index) => ({
    key: `${index} ${name}`,
    title: name,
    width: `${widthOf(name, type, rows, index)}ch`,
    align: numeric.has(type) ? 'end' : 'start',
    cell: (row) => {
      const text = type === 'datetime' ? timeText(row[index]) : cellText(row[index])
      return text === '' ? <span className="none">–</span> : <span title={text}>{text}</span>
    },
  }))
}

const SAMPLE = 50
const [NARROW, WIDE] = [8, 48]

/** As wide as its name and its first cells, within bounds. */
function widthOf(name: string, type: string, rows: QueryAnswer['rows'], index: number): number {
  if (type === 'datetime') return 26
  const longest = rows
    .slice(0, SAMPLE)
    .reduce((most, row) => Math.max(most, cellText(row[index]).length), name.length)
  return Math.min(Math.max(longest + 4, NARROW), WIDE)
}

/** Kusto's seven digits of a second, of which the last four are seldom more than zeros. */
function timeText(value: unknown): string {
  return cellText(value)
    .replace('T', ' ')
    .replace(/0{4}Z$/, 'Z')
}
