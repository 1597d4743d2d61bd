import { type AlertRule, isStateful, minutesOf } from '@kansoku/log-analytics'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { CodeBlock } from '../components/code-block.tsx'
import { Loading } from '../components/loading.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { RunStrip } from '../components/run-strip.tsx'
import { usePack } from '../data/pack.ts'
import { useSimulation } from '../data/use-simulation.ts'
import { useSpeech } from '../language/language.tsx'

/** Each alert rule of the pack, and when it would have fired. */
export function Alerts(): ReactNode {
  const { messages } = useSpeech()
  const { data, error } = usePack()
  if (error !== null) return <PageError error={error} />
  return (
    <div className="page">
      <PageHead title={messages.pages.alerts} lead={messages.alerts.lead} filters="range" />
      {data === undefined && <Loading height={400} />}
      {data?.alerts.toSorted(fewestRunsFirst).map((rule) => (
        <Rule key={rule.name} rule={rule} />
      ))}
    </div>
  )
}

/** In this order they are simulated: a daily rule is answered at once, a quarter-hourly one takes a hundred queries a day. */
const fewestRunsFirst = (a: AlertRule, b: AlertRule): number =>
  minutesOf(b.frequency) - minutesOf(a.frequency) || a.severity - b.severity

const severityTones = ['bad', 'bad', 'warn', undefined, undefined] as const

function Rule({ rule }: { readonly rule: AlertRule }): ReactNode {
  const { messages, language, formats } = useSpeech()
  const { alerts: words } = messages
  const { title, description, severity, frequency, window, threshold, query, measure } = rule
  return (
    <Panel
      title={title[language]}
      note={
        <span className="tag" data-tone={severityTones[severity]}>
          {severity} · {words.severity[severity]}
        </span>
      }
    >
      <div className="panel-body rule">
        <p>{description[language]}</p>
        <p className="faint">
          {words.every(formats.minutes(minutesOf(frequency)), formats.minutes(minutesOf(window)))} ·{' '}
          {words.firesAt(formats.count(threshold), measure)} ·{' '}
          {isStateful(rule) ? words.stateful : words.stateless}
        </p>
        <Simulated rule={rule} />
        <details className="aside">
          <summary>{words.showQuery}</summary>
          <CodeBlock text={query} />
          <Link to="/query" search={(search) => ({ ...search, q: query })}>
            {words.openInQuery}
          </Link>
        </details>
      </div>
    </Panel>
  )
}

function Simulated({ rule }: { readonly rule: AlertRule }): ReactNode {
  const { messages, formats } = useSpeech()
  const { alerts: words } = messages
  const { runs, error, progress, start, stop } = useSimulation(rule)
  if (progress !== undefined) {
    return (
      <div className="progress">
        <progress
          value={progress.done}
          max={Math.max(progress.all, 1)}
          aria-label={words.simulate}
        />
        <span className="faint">
          {words.progress(formats.count(progress.done), formats.count(progress.all))}
        </span>
        <button type="button" className="quiet" onClick={stop}>
          {words.stop}
        </button>
      </div>
    )
  }
  if (error instanceof RangeError) {
    return (
      <p className="faint">
        {error.message.includes('no whole window') ? words.tooShort : words.tooLong}
      </p>
    )
  }
  if (error !== null && error !== undefined) return <PageError error={error} />
  if (runs === undefined) {
    return (
      <button type="button" onClick={start}>
        {words.simulate}
      </button>
    )
  }
  const fired = runs.filter((run) => run.fired)
  const most = runs.reduce((greatest, { value }) => Math.max(greatest, value), 0)
  return (
    <>
      <p className="verdict-line">
        <span className="tag" data-tone={fired.length > 0 ? 'bad' : 'good'}>
          {fired.length > 0 ? words.fired(formats.count(fired.length)) : words.silent}
        </span>
        <span className="faint">{words.most(formats.score(most), rule.measure)}</span>
        <button type="button" className="quiet" onClick={start}>
          {words.again}
        </button>
      </p>
      <RunStrip runs={runs} threshold={rule.threshold} />
      {fired.length > 0 && (
        <ul className="fired">
          {fired.slice(0, 12).map(({ at, from, value }) => (
            <li key={at.toISOString()}>
              <Link
                to="/calls"
                search={(search) => ({
                  ...search,
                  last: undefined,
                  from: from.toISOString(),
                  to: at.toISOString(),
                })}
              >
                {formats.moment(from.toISOString())} – {formats.moment(at.toISOString())}
              </Link>{' '}
              <span className="faint">{formats.score(value)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
