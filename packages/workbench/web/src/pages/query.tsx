import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react'

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
  // What the editor is to hold: a new object where it comes from outside. What is typed stays in the editor, and in `typed`.
  const [given, setGiven] = useState({ text: q ?? FIRST })
  const typed = useRef(given.text)
  const { run, cancel, state } = useRun()
  const take = useCallback((text: string) => {
    typed.current = text
    setGiven({ text })
  }, [])
  const submit = useCallback(() => {
    const query = typed.current
    void navigate({ to: '/query', search: (search) => ({ ...search, q: query }), replace: true })
    run(query)
  }, [navigate, run])
  // A link brings its query, and its answer.
  useEffect(() => {
    if (q === undefined) return
    if (q !== typed.current) take(q)
    run(q)
  }, [q, run, take])
  return (
    <div className="page full query-page">
      <PageHead title={messages.pages.query} lead={messages.query.hint} filters="none">
        {state.kind === 'running' ? (
          <button type="button" onClick={cancel}>
            {messages.query.cancel}
          </button>
        ) : (
          <button type="button" className="primary" onClick={submit}>
            {messages.query.run}
          </button>
        )}
      </PageHead>
      <div className="query-columns">
        <SavedQueries
          onTake={(text) => {
            take(text)
            submit()
          }}
        />
        <div className="query-main">
          <div className="editor-frame" data-focus="/">
            <Suspense fallback={<Loading height={220} />}>
              <Editor
                given={given}
                onChange={(text) => {
                  typed.current = text
                }}
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
