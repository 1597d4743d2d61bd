import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'

import { recordsOf } from '../../../src/query/records.ts'
import { contentOf, type ContentRow } from '../../../src/view/content.ts'
import { content as contentQuery, rawRow, trace as traceQuery } from '../../../src/view/queries.ts'
import type { TraceRow } from '../../../src/view/trace-rows.ts'
import { CallDetails } from '../components/call-details.tsx'
import { CallEvaluations } from '../components/call-evaluations.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { Loading } from '../components/loading.tsx'
import { Messages } from '../components/messages.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { TraceTree } from '../components/trace-tree.tsx'
import { ask } from '../data/ask.ts'
import { useSpeech } from '../language/language.tsx'

type RawRow = Readonly<Record<string, unknown>>

/** One call: what was said, where it stands in its trace, and its row as it is stored. */
export function Call(): ReactNode {
  const { messages } = useSpeech()
  const { trace, id } = useParams({ from: '/calls/$trace/$id' })
  const rows = useQuery({
    queryKey: ['still', 'trace', trace],
    queryFn: async ({ signal }) =>
      recordsOf<TraceRow>(await ask({ query: traceQuery, parameters: { Trace: trace } }, signal)),
  })
  const raw = useQuery({
    queryKey: ['still', 'row', trace, id],
    queryFn: async ({ signal }) =>
      recordsOf<RawRow>(
        await ask({ query: rawRow, parameters: { Trace: trace, Id: id } }, signal),
      )[0] ?? null,
  })
  const said = useQuery({
    queryKey: ['still', 'content', trace, id],
    queryFn: async ({ signal }) =>
      recordsOf<ContentRow>(
        await ask({ query: contentQuery, parameters: { Trace: trace, Id: id } }, signal),
      ),
  })
  const call = rows.data?.find((row) => row.Id === id)
  const content = useMemo(() => said.data && contentOf(said.data), [said.data])
  const error = rows.error ?? raw.error ?? said.error
  if (error !== null) return <PageError error={error} />
  if (rows.isPending || raw.isPending) {
    return (
      <div className="page">
        <Loading height={480} />
      </div>
    )
  }
  const row = raw.data
  if (call === undefined || !row || !rows.data) {
    return (
      <div className="note">
        <h1>{messages.call.notFound}</h1>
        <p>{messages.call.notFoundHint}</p>
      </div>
    )
  }
  return (
    <div className="page">
      <nav className="crumbs">
        <Link to="/calls" search={true}>
          {messages.pages.calls}
        </Link>
      </nav>
      <PageHead title={call.Name} filters="none" />
      <CallDetails row={row} />
      <div className="columns call-columns">
        <div className="stack">
          <Panel title={messages.call.conversation}>
            {content === undefined ? <Loading /> : <Messages content={content} />}
          </Panel>
        </div>
        <div className="stack">
          <Panel title={messages.call.trace}>
            <TraceTree rows={rows.data} current={id} trace={trace} />
          </Panel>
          <CallEvaluations trace={trace} id={id} response={responseOf(call)} />
          <Panel title={messages.call.raw}>
            <div className="panel-body">
              <CodeBlock text={JSON.stringify(row, null, 2)} />
            </div>
          </Panel>
        </div>
      </div>
    </div>
  )
}

function responseOf({ Properties }: TraceRow): string {
  const id = Properties?.['gen_ai.response.id']
  return typeof id === 'string' ? id : ''
}
