import { createHash } from 'node:crypto'

import { type Message, redactors } from '@kansoku/core'

import type { QueryAnswer } from '../query/answer.ts'
import { recordsOf } from '../query/records.ts'
import { parseMessages, type MessagePart } from '../view/messages.ts'
import type { EvaluationCase, HarvestedCall } from './definition.ts'

/** The calls that rows of an alert or a query are about. */
export function callIdsIn(answer: QueryAnswer): readonly string[] {
  const rows = recordsOf<{ Id?: unknown }>(answer)
  return [...new Set(rows.flatMap(({ Id }) => (typeof Id === 'string' && Id !== '' ? [Id] : [])))]
}

/** What was said in these calls; they started in [since, until). */
export function saidQuery(ids: readonly string[], since: Date, until: Date): string {
  const range = [since, until].map((time) => `datetime(${time.toISOString()})`).join(', ')
  return `let ids = dynamic(${JSON.stringify(ids)});
LLMContent(${range})
| where Id in (ids)
| summarize
    Instructions = take_anyif(Text, Key == "gen_ai.system_instructions"),
    Input = take_anyif(Text, Key == "gen_ai.input.messages"),
    Output = take_anyif(Text, Key == "gen_ai.output.messages"),
    States = make_set(State)
    by Id
| join kind=inner (LLMCalls(${range}) | where Id in (ids) | project Id, OperationId, TimeGenerated, PromptName, PromptVersion, Turn, OutputLabel, OutputViolation) on Id
| order by TimeGenerated asc`
}

export interface Harvest {
  readonly cases: readonly EvaluationCase[]
  /** Calls whose input is not there: not captured, cut, or not readable. */
  readonly without: number
  /** Calls whose input another call, or a case that is there already, has too. */
  readonly repeated: number
}

interface SaidRow {
  readonly Id: string
  readonly OperationId: string
  readonly TimeGenerated: string
  readonly Instructions: string
  readonly Input: string
  readonly Output: string
  readonly States: readonly string[]
  readonly PromptName: string
  readonly PromptVersion: string
  readonly Turn: number | null
  readonly OutputLabel: string
  readonly OutputViolation: string
}

/**
 * Cases of a data set from the answer to {@link saidQuery}: redacted, each input once. What the model's answer meant is
 * proposed as the expected value; whether it is, is for a person to say: until then the case is not confirmed.
 *
 * @param inputOf what the task takes, of a call; undefined leaves the call out
 * @param known ids of cases that are there already, or were dropped
 */
export function harvestCases(
  answer: QueryAnswer,
  inputOf: (call: HarvestedCall) => unknown = ({ messages }) => ({ messages }),
  known: ReadonlySet<string> = new Set(),
): Harvest {
  const cases = new Map<string, EvaluationCase>()
  let [without, repeated] = [0, 0]
  for (const row of recordsOf<SaidRow>(answer)) {
    const messages = messagesIn(row.Input)
    const input = messages && inputOf(callOf(row, messages))
    if (input === undefined) {
      without += 1
      continue
    }
    const id = `harvested-${createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 12)}`
    if (known.has(id) || cases.has(id)) repeated += 1
    else cases.set(id, caseOf(id, row, input))
  }
  return { cases: [...cases.values()], without, repeated }
}

function caseOf(id: string, row: SaidRow, input: unknown): EvaluationCase {
  const { Id, OperationId, Output, OutputLabel, PromptVersion, TimeGenerated } = row
  const output = redacted(spokenText(Output))
  return {
    id,
    tags: tagsOf(row),
    input,
    ...(OutputLabel !== '' && { expected: OutputLabel }),
    confirmed: false,
    source: {
      trace: OperationId,
      call: Id,
      time: TimeGenerated,
      version: PromptVersion,
      ...(output !== '' && { output }),
    },
  }
}

/** What the model said, without the form of the row. */
function spokenText(output: string): string {
  const messages = parseMessages(output)
  if (messages === undefined) return output
  return messages.flatMap(({ parts }) => parts.map(partText)).join('\n')
}

function partText(part: MessagePart): string {
  if (part.kind === 'media') return `[${part.media}]`
  return part.kind === 'tool-call' ? `${part.name}(${part.text})` : part.text
}

/** One case a line, as `readCases` takes them. */
export function casesText(cases: readonly EvaluationCase[]): string {
  return cases.map((each) => `${JSON.stringify(each)}\n`).join('')
}

function callOf(row: SaidRow, messages: readonly Message[]): HarvestedCall {
  return {
    id: row.Id,
    prompt: { name: row.PromptName, version: row.PromptVersion },
    messages,
    instructions: redacted(row.Instructions),
    output: redacted(row.Output),
    ...(row.Turn !== null && { turn: row.Turn }),
    ...(row.OutputLabel !== '' && { label: row.OutputLabel }),
  }
}

const tagsOf = ({ OutputViolation, Turn }: SaidRow): readonly string[] => [
  'harvested',
  ...(Turn === null ? [] : [`turn-${Turn}`]),
  ...(OutputViolation === '' ? [] : [OutputViolation]),
]

/** Undefined where the text is no list of messages: absent, cut, a hash. */
function messagesIn(text: string): readonly Message[] | undefined {
  try {
    const read = JSON.parse(text) as unknown
    return Array.isArray(read) && read.length > 0 ? (redacted(read) as Message[]) : undefined
  } catch {
    return undefined
  }
}

/** Every ready redactor, in every text: a data set lives in a repository, which more people read than the rows. */
function redacted<T>(value: T): T {
  if (typeof value === 'string') return (redactors.all(value, PLACE) ?? '') as T
  if (Array.isArray(value)) return value.map((each: unknown) => redacted(each)) as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, each]) => [name, redacted(each as unknown)])
  return Object.fromEntries(members) as T
}

/** The ready redactors look at the text alone. */
const PLACE = {
  attribute: 'gen_ai.input.messages',
  path: 'gen_ai.input.messages',
  direction: 'input',
} as const
