import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'

import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { QueryResult } from '../components/query-result.tsx'
import { SavedQueries } from '../components/saved-queries.tsx'
import { useRun } from '../data/use-run.ts'
import { useSpeech } from '../language/language.tsx'

/** The editor is several times larger than all the rest of the page. */
const Editor = lazy(async () => ({ default: (await import('../editor/editor.tsx')).Editor }))

const FIRST = `LLMCalls(ago(1d), now())
| summarize Calls = sum(ItemCount) by PromptName, bin(TimeGenerated, 1h)
| render timechart`

/** KQL as in Azure: written with completion, answered as table and chart. */
export function Query(): ReactNode {
  const { messages } = useSpeech()
  const { q } = useSearch({ from: '/query' })
  const navigate = useNavigate()
  const [text, setText] = useState(q ?? FIRST)
  const { run, cancel, state } = useRun()
  const submit = useCallback(
    (query: string) => {
      void navigate({ to: '/query', search: (search) => ({ ...search, q: query }), replace: true })
      run(query)
    },
    [navigate, run],
  )
  // A link brings its query, and its answer.
  useEffect(() => {
    if (q === undefined) return
    setText(q)
    run(q)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what the address says when it changes from outside
  }, [q, run])
  const take = (query: string): void => {
    setText(query)
    submit(query)
  }
  return (
    <div className="page full query-page">
      <PageHead title={messages.pages.query} lead={messages.query.hint} filters="none">
        {state.kind === 'running' ? (
          <button type="button" onClick={cancel}>
            {messages.query.cancel}
          </button>
        ) : (
          <button type="button" className="primary" onClick={() => submit(text)}>
            {messages.query.run}
          </button>
        )}
      </PageHead>
      <div className="query-columns">
        <SavedQueries onTake={take} />
        <div className="query-main">
          <div className="editor-frame" data-focus="/">
            <Suspense fallback={<Loading height={220} />}>
              <Editor
                text={text}
                onChange={setText}
                onRun={submit}
                problem={state.kind === 'refused' ? state.problem : undefined}
              />
            </Suspense>
          </div>
          <QueryResult state={state} />
        </div>
      </div>
    </div>
  )
}
