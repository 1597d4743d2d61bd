import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import {
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'

import { callsCount } from '../../../src/view/queries.ts'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import type { Column } from '../components/table.tsx'
import { VirtualTable } from '../components/virtual-table.tsx'
import { liveState } from '../data/live.ts'
import { CALLS_KEY, type CallRow, useCalls } from '../data/use-calls.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'
import { useCallColumns } from './call-columns.tsx'

const NO_FILTERS = { outcome: undefined, label: undefined, turn: undefined, text: undefined }
const outcomes = ['all', 'ok', 'invalid', 'failed'] as const

export function Calls(): ReactNode {
  const { messages, formats } = useSpeech()
  const navigate = useNavigate()
  const { outcome = 'all', label = '', turn = '0', text = '' } = useSearch({ from: '/calls' })
  const filters = useMemo(
    () => ({ Outcome: outcome, Label: label, Turn: Number(turn) || 0, Text: text }),
    [outcome, label, turn, text],
  )
  const { data, dataUpdatedAt, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useCalls(filters)
  const count = useRows<{ Rows: number }>(callsCount, {
    parameters: filters,
    // The rows first: to count all of them takes longer.
    enabled: data !== undefined,
    live: false,
  }).data?.[0]?.Rows
  const calls = useMemo(() => uniqueCalls(data?.pages.flatMap((page) => page.calls) ?? []), [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const columns: readonly Column<CallRow>[] = useCallColumns()
  const open = ({ OperationId, Id }: CallRow): void => {
    void navigate({ to: '/calls/$trace/$id', params: { trace: OperationId, id: Id }, search: true })
  }
  if (error !== null) return <PageError error={error} />
  const isFiltered = outcome !== 'all' || label !== '' || turn !== '0' || text !== ''
  return (
    <div className="page full">
      <div className="stack">
        <PageHead title={messages.pages.calls} />
        <Filters />
      </div>
      {isPending && <Loading height={400} />}
      {!isPending && calls.length === 0 && !isFiltered && <Empty what={messages.empty.range} />}
      {!isPending && calls.length === 0 && isFiltered && (
        <div className="note">
          <h2>{messages.calls.none}</h2>
          <button
            type="button"
            onClick={() =>
              void navigate({ to: '/calls', search: (search) => ({ ...search, ...NO_FILTERS }) })
            }
          >
            {messages.filters.reset}
          </button>
        </div>
      )}
      {calls.length > 0 && (
        <VirtualTable
          label={messages.pages.calls}
          columns={columns}
          rows={calls}
          rowKey={({ OperationId, Id }) => `${OperationId}/${Id}`}
          onOpen={open}
          onEnd={more}
          foot={
            <>
              <span>
                {hasNextPage && count !== undefined && count > calls.length
                  ? messages.calls.ofMany(formats.count(calls.length), formats.count(count))
                  : messages.calls.shown(formats.count(calls.length))}
              </span>
              {isFetchingNextPage && <span>{messages.calls.loading}</span>}
              {(data?.pages.length ?? 0) > 1 && <Newer than={dataUpdatedAt} />}
            </>
          }
        />
      )}
    </div>
  )
}

/** To the newest calls, where some came after a table of several pages was read. */
function Newer({ than }: { readonly than: number }): ReactNode {
  const { calls } = useSpeech().messages
  const { lastRows = 0 } = useSyncExternalStore(liveState.subscribe, liveState.current)
  const client = useQueryClient()
  if (lastRows <= than) return undefined
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => void client.resetQueries({ queryKey: CALLS_KEY })}
    >
      {calls.newer}
    </button>
  )
}

/** Pages share the millisecond at which one was cut. */
function uniqueCalls(calls: readonly CallRow[]): readonly CallRow[] {
  return [...new Map(calls.map((call) => [`${call.OperationId}/${call.Id}`, call])).values()]
}

/** After the last key before the filter is applied. */
const PAUSE_MS = 200

function Filters(): ReactNode {
  const { messages } = useSpeech()
  const { filters } = messages
  const { outcome = 'all', label, turn, text = '' } = useSearch({ from: '/calls' })
  const navigate = useNavigate()
  const [written, setWritten] = useState(text)
  useEffect(() => setWritten(text), [text])
  const set = useCallback(
    (change: Readonly<Record<string, string | undefined>>) => {
      void navigate({ to: '/calls', search: (search) => ({ ...search, ...change }), replace: true })
    },
    [navigate],
  )
  useEffect(() => {
    if (written === text) return undefined
    const timer = setTimeout(() => set({ text: written || undefined }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [set, text, written])
  return (
    <div className="filters" role="search">
      <input
        type="search"
        data-focus="/"
        value={written}
        aria-label={filters.search}
        placeholder={filters.search}
        onChange={({ target }) => setWritten(target.value)}
      />
      <div className="segments" role="group" aria-label={filters.outcome}>
        {outcomes.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === outcome}
            onClick={() => set({ outcome: each === 'all' ? undefined : each })}
          >
            {filters.outcomes[each]}
          </button>
        ))}
      </div>
      {label !== undefined && (
        <Chip name={filters.label} value={label} onClear={() => set({ label: undefined })} />
      )}
      {turn !== undefined && (
        <Chip name={messages.fields.turn} value={turn} onClear={() => set({ turn: undefined })} />
      )}
    </div>
  )
}

interface ChipProps {
  readonly name: string
  readonly value: string
  readonly onClear: () => void
}

function Chip({ name, value, onClear }: ChipProps): ReactNode {
  return (
    <button type="button" className="chip" onClick={onClear}>
      {name}: {value} <span aria-hidden="true">×</span>
    </button>
  )
}
