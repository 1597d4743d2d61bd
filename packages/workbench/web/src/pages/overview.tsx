import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback, useMemo } from 'react'

import { outcomeBins, type OutcomeRow } from '../../../src/view/outcomes.ts'
import { overview } from '../../../src/view/queries.ts'
import { rangeOf } from '../../../src/view/range.ts'
import { useShared } from '../app/use-shared.ts'
import { CostStat } from '../components/cost-stat.tsx'
import { Empty } from '../components/empty.tsx'
import { LazyChart } from '../components/lazy-chart.tsx'
import { Loading } from '../components/loading.tsx'
import { OutcomeMark } from '../components/outcome.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { Stat } from '../components/stat.tsx'
import { Table } from '../components/table.tsx'
import { useWorkbookQuery } from '../data/pack.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'
import { useOutcomeOption } from './outcome-option.ts'

interface OverviewRow {
  readonly Calls: number
  readonly Conversations: number
  readonly Failed: number
  readonly Judged: number
  readonly Invalid: number
  readonly InputTokens: number | null
  readonly OutputTokens: number | null
  readonly P50: number | null
  readonly P95: number | null
  readonly P99: number | null
}

export function Overview(): ReactNode {
  const { messages, formats } = useSpeech()
  const { data, error } = useRows<OverviewRow>(overview)
  const row = data?.[0]
  const { overview: words, fields } = messages
  const share = (part: number, whole: number): string =>
    formats.percent(whole > 0 ? part / whole : 0)
  if (error !== null) return <PageError error={error} />
  return (
    <div className="page">
      <PageHead title={messages.pages.overview} />
      {row === undefined && <Loading height={340} />}
      {row?.Calls === 0 && <Empty what={words.noCalls} />}
      {row !== undefined && row.Calls > 0 && (
        <>
          <dl className="stats">
            <Stat
              label={fields.calls}
              value={formats.compact(row.Calls)}
              note={words.conversations(formats.count(row.Conversations))}
            />
            <Stat
              label={fields.failed}
              value={formats.compact(row.Failed)}
              note={words.share(share(row.Failed, row.Calls))}
              {...(row.Failed > 0 && { tone: 'failed' })}
            />
            <Stat
              label={messages.outcome.invalid}
              value={formats.compact(row.Invalid)}
              note={`${share(row.Invalid, row.Judged)} ${words.invalidOf(formats.compact(row.Judged))}`}
              {...(row.Invalid > 0 && { tone: 'invalid' })}
            />
            <Stat
              label={words.latency}
              value={formats.milliseconds(row.P50)}
              note={`p95 ${formats.milliseconds(row.P95)} · p99 ${formats.milliseconds(row.P99)}`}
            />
            <Stat
              label={fields.tokens}
              value={formats.compact((row.InputTokens ?? 0) + (row.OutputTokens ?? 0))}
              note={words.inOut(
                formats.compact(row.InputTokens),
                formats.compact(row.OutputTokens),
              )}
            />
            <CostStat />
          </dl>
          <Panel title={words.perHour} note={<Legend />}>
            <OverTime />
          </Panel>
          <div className="columns">
            <Panel title={words.byPrompt}>
              <ByPrompt />
            </Panel>
            <Panel title={words.failing}>
              <Failing />
            </Panel>
          </div>
        </>
      )}
    </div>
  )
}

/** What the colours of the chart mean. */
function Legend(): ReactNode {
  return (
    <div className="legend">
      {(['ok', 'invalid', 'failed'] as const).map((outcome) => (
        <OutcomeMark key={outcome} outcome={outcome} spoken />
      ))}
    </div>
  )
}

const CHART_HEIGHT = 220

function OverTime(): ReactNode {
  const { messages } = useSpeech()
  const query = useWorkbookQuery('calls-over-time')
  const shared = useShared()
  const navigate = useNavigate()
  const { data, dataUpdatedAt } = useRows<OutcomeRow>(query, { enabled: query !== '' })
  const bins = useMemo(
    () => data && outcomeBins(data, rangeOf(shared, new Date(dataUpdatedAt))),
    [data, dataUpdatedAt, shared],
  )
  const option = useOutcomeOption(bins)
  const pick = useCallback(
    (index: number) => {
      const [from, next] = [bins?.starts[index], bins?.starts[index + 1]]
      const width = (bins?.starts[1] ?? 0) - (bins?.starts[0] ?? 0)
      if (from === undefined || width <= 0) return
      const to = next ?? from + width
      void navigate({
        to: '/calls',
        search: (search) => ({
          ...search,
          last: undefined,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
        }),
      })
    },
    [bins, navigate],
  )
  if (option === undefined) return <Loading height={CHART_HEIGHT} />
  return (
    <LazyChart
      label={messages.overview.chart}
      option={option}
      height={CHART_HEIGHT}
      onPick={pick}
    />
  )
}

interface PromptRow {
  readonly PromptName: string
  readonly PromptVersion: string
  readonly Calls: number
  readonly FailedPercent: number
  readonly InvalidPercent: number | null
  readonly InputTokensPerCall: number | null
  readonly OutputTokensPerCall: number | null
  readonly P50DurationMs: number
  readonly P95DurationMs: number
}

function ByPrompt(): ReactNode {
  const { messages, formats } = useSpeech()
  const query = useWorkbookQuery('prompts-and-versions')
  const { data } = useRows<PromptRow>(query, { enabled: query !== '' })
  const { fields, prompts } = messages
  if (data === undefined) return <Loading />
  return (
    <Table
      label={messages.overview.byPrompt}
      rows={data}
      rowKey={({ PromptName, PromptVersion }) => `${PromptName} ${PromptVersion}`}
      columns={[
        {
          key: 'prompt',
          title: fields.prompt,
          cell: ({ PromptName, PromptVersion }) =>
            PromptName === '' ? (
              prompts.unnamed
            ) : (
              <Link
                to="/prompts"
                search={(search) => ({ ...search, prompt: PromptName, version: undefined })}
              >
                {PromptName}
                {PromptVersion !== '' && <span className="version">{PromptVersion}</span>}
              </Link>
            ),
        },
        {
          key: 'calls',
          title: fields.calls,
          align: 'end',
          cell: ({ Calls }) => formats.count(Calls),
        },
        {
          key: 'failed',
          title: fields.failed,
          align: 'end',
          cell: ({ FailedPercent }) => formats.percent(FailedPercent / 100),
        },
        {
          key: 'invalid',
          title: fields.invalid,
          align: 'end',
          cell: ({ InvalidPercent }) =>
            InvalidPercent === null ? (
              <span className="none">–</span>
            ) : (
              formats.percent(InvalidPercent / 100)
            ),
        },
        {
          key: 'p50',
          title: fields.p50,
          align: 'end',
          cell: ({ P50DurationMs }) => formats.milliseconds(P50DurationMs),
        },
        {
          key: 'p95',
          title: fields.p95,
          align: 'end',
          cell: ({ P95DurationMs }) => formats.milliseconds(P95DurationMs),
        },
        {
          key: 'tokens',
          title: fields.tokensPerCall,
          align: 'end',
          cell: (row) =>
            formats.count((row.InputTokensPerCall ?? 0) + (row.OutputTokensPerCall ?? 0)),
        },
      ]}
    />
  )
}

interface FailingRow {
  readonly ErrorType: string
  readonly PromptName: string
  readonly Model: string
  readonly Failed: number
  readonly Last: string
}

function Failing(): ReactNode {
  const { messages, formats } = useSpeech()
  const query = useWorkbookQuery('failing-calls-in-range')
  const { data } = useRows<FailingRow>(query, { enabled: query !== '' })
  const { fields, overview: words, filters } = messages
  if (data === undefined) return <Loading />
  if (data.length === 0) return <p className="calm">{words.noFailures}</p>
  return (
    <Table
      label={words.failing}
      rows={data.slice(0, 10)}
      rowKey={({ ErrorType, PromptName, Model }) => `${ErrorType} ${PromptName} ${Model}`}
      columns={[
        {
          key: 'error',
          title: fields.error,
          cell: ({ ErrorType, PromptName }) => (
            <Link
              to="/calls"
              search={(search) => ({
                ...search,
                outcome: 'failed',
                prompt: PromptName || undefined,
                text: ErrorType || undefined,
              })}
            >
              {ErrorType || filters.none}
            </Link>
          ),
        },
        {
          key: 'prompt',
          title: fields.prompt,
          cell: ({ PromptName }) => PromptName || messages.prompts.unnamed,
        },
        {
          key: 'failed',
          title: fields.failed,
          align: 'end',
          cell: ({ Failed }) => formats.count(Failed),
        },
        { key: 'last', title: fields.last, align: 'end', cell: ({ Last }) => formats.moment(Last) },
      ]}
    />
  )
}
