import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import type { Status } from '../../../src/api/status.ts'
import { CodeBlock } from '../components/code-block.tsx'
import { Loading } from '../components/loading.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { Table } from '../components/table.tsx'
import { checksQuery } from '../data/checks.ts'
import { useStatus } from '../data/status.ts'
import { useNow } from '../data/use-now.ts'
import { useSpeech } from '../language/language.tsx'

/** What is known of the workbench, its store and what arrives. */
export function Diagnostics(): ReactNode {
  const { messages } = useSpeech()
  const { data, error } = useStatus()
  if (error !== null) return <PageError error={error} />
  return (
    <div className="page">
      <PageHead title={messages.pages.diagnostics} filters="none" />
      <Panel title={messages.diagnostics.checks}>
        <Checks />
      </Panel>
      {data === undefined ? <Loading height={300} /> : <Store status={data} />}
    </div>
  )
}

const tones = { ok: 'good', warning: 'warn', problem: 'bad', unknown: undefined } as const

function Checks(): ReactNode {
  const { messages, language } = useSpeech()
  const { data } = useQuery(checksQuery)
  const { diagnostics } = messages
  if (data === undefined) return <Loading />
  return (
    <ul className="checks">
      {data.map(({ id, status, title, detail, fix }) => (
        <li key={id}>
          <span className="tag" data-tone={tones[status]}>
            {diagnostics.status[status]}
          </span>
          <div>
            <h3>{title[language]}</h3>
            <p>{detail[language]}</p>
            {fix !== undefined && (
              <p>
                <strong>{diagnostics.fix}:</strong> {fix[language]}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Store({ status }: { readonly status: Status }): ReactNode {
  const { messages, formats } = useSpeech()
  const now = useNow(5000)
  const { diagnostics, fields } = messages
  return (
    <>
      <Panel title={diagnostics.store}>
        <dl className="pairs">
          <dt>{diagnostics.file}</dt>
          <dd className="mono">{status.file}</dd>
          <dt>{diagnostics.size}</dt>
          <dd>{formats.bytes(status.bytes)}</dd>
          <dt>{diagnostics.started}</dt>
          <dd>{formats.dateTime(status.started)}</dd>
          <dt>{diagnostics.version}</dt>
          <dd>{status.version}</dd>
        </dl>
        <div className="panel-body">
          <h3>{diagnostics.connection}</h3>
          <CodeBlock
            text={`export APPLICATIONINSIGHTS_CONNECTION_STRING="${status.connectionString}"`}
          />
        </div>
      </Panel>
      <div className="columns">
        <Panel title={diagnostics.tables}>
          <Table
            label={diagnostics.tables}
            rows={status.tables}
            rowKey={({ Table: name }) => name}
            columns={[
              { key: 'table', title: diagnostics.table, cell: (row) => <code>{row.Table}</code> },
              {
                key: 'rows',
                title: diagnostics.rows,
                align: 'end',
                cell: ({ Rows }) => formats.count(Rows),
              },
              {
                key: 'first',
                title: diagnostics.first,
                align: 'end',
                cell: ({ First }) => formats.moment(First),
              },
              {
                key: 'newest',
                title: diagnostics.newest,
                align: 'end',
                cell: ({ Newest }) => formats.relative(Newest, now),
              },
            ]}
          />
        </Panel>
        <Panel title={diagnostics.services}>
          <Table
            label={diagnostics.services}
            rows={status.services}
            rowKey={({ Service }) => Service}
            columns={[
              {
                key: 'service',
                title: fields.service,
                cell: ({ Service }) => Service || messages.filters.none,
              },
              {
                key: 'rows',
                title: diagnostics.rows,
                align: 'end',
                cell: ({ Rows }) => formats.count(Rows),
              },
              {
                key: 'newest',
                title: diagnostics.newest,
                align: 'end',
                cell: ({ Newest }) => formats.relative(Newest, now),
              },
            ]}
          />
        </Panel>
      </div>
    </>
  )
}
