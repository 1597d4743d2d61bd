import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'
import { OutcomeMark } from './outcome.tsx'

const METADATA = 'llmops.metadata.'

/** The facts of a call in a band: what became of it, how long it took, what it was for. */
export function CallDetails({
  row,
}: {
  readonly row: Readonly<Record<string, unknown>>
}): ReactNode {
  const { messages, formats } = useSpeech()
  const { fields } = messages
  const properties = recordOf(row['Properties'])
  const measurements = recordOf(row['Measurements'])
  const text = (key: string): string => textOf(properties[key])
  const number = (key: string): unknown => measurements[key] ?? properties[key]
  const isFailed = row['Success'] === false
  const isInvalid = text('llmops.output.valid') === 'false'
  const firstChunk = Number(number('gen_ai.response.time_to_first_chunk'))
  const conversation = text('gen_ai.conversation.id')
  const prompt = text('gen_ai.prompt.name')
  const metadata = Object.entries(properties).filter(([key]) => key.startsWith(METADATA))
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      fields.outcome,
      <OutcomeMark
        key="outcome"
        spoken
        outcome={isFailed ? 'failed' : isInvalid ? 'invalid' : 'ok'}
        detail={isFailed ? text('llmops.error.type') : text('llmops.output.violation')}
      />,
    ],
    [fields.answer, text('llmops.output.label')],
    [fields.time, formats.dateTime(row['TimeGenerated'])],
    [fields.duration, formats.milliseconds(row['DurationMs'])],
    [fields.firstChunk, formats.milliseconds(firstChunk * 1000)],
    [fields.tokensIn, formats.count(number('gen_ai.usage.input_tokens'))],
    [fields.tokensOut, formats.count(number('gen_ai.usage.output_tokens'))],
    [
      fields.prompt,
      prompt === '' ? (
        ''
      ) : (
        <Link key="prompt" to="/prompts" search={(search) => ({ ...search, prompt })}>
          {prompt}
          <span className="version">{text('gen_ai.prompt.version')}</span>
        </Link>
      ),
    ],
    [fields.contract, text('llmops.output.contract')],
    [fields.model, text('gen_ai.response.model') || text('gen_ai.request.model')],
    [fields.deployment, text('llmops.deployment.name')],
    [
      fields.conversation,
      conversation === '' ? (
        ''
      ) : (
        <Link
          key="conversation"
          to="/conversations/$conversation"
          params={{ conversation }}
          search={true}
        >
          {conversation}
        </Link>
      ),
    ],
    [fields.service, textOf(row['AppRoleName'])],
    [fields.response, text('gen_ai.response.id')],
    ...metadata.map(([key, value]) => [key.slice(METADATA.length), textOf(value)] as const),
  ]
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
