import type { LocalizedText } from '@kansoku/log-analytics'

import type { QueryAnswer } from '../query/answer.ts'
import { recordsOf } from '../query/records.ts'

/** One thing that was looked at, and what to do about it. */
export interface Check {
  readonly id: string
  readonly status: 'ok' | 'warning' | 'problem' | 'unknown'
  readonly title: LocalizedText
  readonly detail: LocalizedText
  readonly fix?: LocalizedText
}

interface Facts {
  readonly Rows: number
  readonly Newest: string | null
  readonly Calls: number
  readonly WithoutPrompt: number
  readonly WithoutTokens: number
  readonly Captured: number
  readonly Cut: number
  readonly Sampled: number
  readonly Bare: number
  readonly NotReadable: number
}

/** The newest are enough to see what is wrong, and in a large store much faster than all of the day. */
const NEWEST = `let since = toscalar(
    AppDependencies | where TimeGenerated > ago(1d) | top 5000 by TimeGenerated desc | summarize min(TimeGenerated));`

const CALLS = `${NEWEST}
LLMCalls(since, now() + 1d)
| extend Capture = tostring(Properties["llmops.content.capture"])
| summarize
    Calls = count(),
    WithoutPrompt = countif(isempty(PromptName)),
    WithoutTokens = countif(Success and isnull(InputTokens)),
    Captured = countif(Capture !in ("", "none")),
    Cut = countif(isnotempty(tostring(Properties["llmops.content.truncated"]))),
    Sampled = countif(ItemCount > 1)`

const ROWS = `union AppDependencies, AppRequests, AppTraces, AppEvents, AppExceptions
| where TimeGenerated > ago(1d)
| summarize Rows = count(), Newest = max(TimeGenerated)`

/** HTTP calls to a model's host that no call of ours stands around: the client was not instrumented. */
const BARE = `${NEWEST}
AppDependencies
| where TimeGenerated >= since and (Target has "api.openai.com" or Target has "openai.azure.com")
| where isempty(tostring(Properties["gen_ai.operation.name"]))
| join kind=leftanti (LLMCalls(since, now() + 1d) | project ParentId = Id) on ParentId
| summarize Bare = count()`

/** Content that was captured and cannot be read: a pointer without its row in AppGenAIContent, to which not every reader has a right. */
const CONTENT = `${NEWEST}
LLMContent(since, now() + 1d) | summarize NotReadable = dcountif(Id, State == "not readable")`

/** Looks at the newest rows of the last day, wherever they are. */
export async function runChecks(
  run: (query: string) => Promise<QueryAnswer>,
  now: Date,
): Promise<readonly Check[]> {
  const answers = await Promise.all([CALLS, ROWS, BARE, CONTENT].map(run))
  const facts = Object.assign({}, ...answers.map((answer) => recordsOf(answer)[0])) as Facts
  return checks.flatMap((check) => check(facts, now) ?? [])
}

const AHEAD_MS = 60_000

const checks: readonly ((facts: Facts, now: Date) => Check | undefined)[] = [
  ({ Rows }) =>
    Rows > 0
      ? {
          id: 'rows',
          status: 'ok',
          title: { en: 'Telemetry arrives', ja: 'テレメトリーが届いています' },
          detail: { en: `${Rows} rows in the last day.`, ja: `直近 1 日に ${Rows} 行です。` },
        }
      : {
          id: 'rows',
          status: 'problem',
          title: { en: 'No telemetry in the last day', ja: '直近 1 日にテレメトリーがありません' },
          detail: {
            en: 'The workbench answers, and nothing was sent to it.',
            ja: 'ワークベンチは応答していますが、何も送られていません。',
          },
          fix: {
            en: 'Start the application with the connection string above and --import @kansoku/azure-monitor/register.',
            ja: '上の接続文字列と --import @kansoku/azure-monitor/register を付けてアプリケーションを起動してください。',
          },
        },
  ({ Rows, Calls }) =>
    Rows > 0 && Calls === 0
      ? {
          id: 'calls',
          status: 'problem',
          title: { en: 'No model calls among the rows', ja: '行の中にモデル呼び出しがありません' },
          detail: {
            en: 'Telemetry arrives, but none of it is a call of a language model.',
            ja: 'テレメトリーは届いていますが、言語モデルの呼び出しが含まれていません。',
          },
          fix: {
            en: 'Load the instrumentation before openai is imported: --import on the command line. A bundled client needs instrumentOpenAI(client).',
            ja: 'openai の import より前に計装を読み込みます(コマンドラインの --import)。バンドルしたクライアントには instrumentOpenAI(client) が必要です。',
          },
        }
      : undefined,
  ({ Bare }) =>
    Bare > 0
      ? {
          id: 'bare',
          status: 'problem',
          title: { en: 'Calls that were not observed', ja: '観測されていない呼び出し' },
          detail: {
            en: `${Bare} HTTP requests went to a model without a call around them.`,
            ja: `モデルへの HTTP 要求のうち ${Bare} 件に呼び出しのスパンがありません。`,
          },
          fix: {
            en: 'A second copy of openai, or a client that was made before the instrumentation: call instrumentOpenAI(client) on it.',
            ja: 'openai が重複しているか、計装より前に作られたクライアントです。そのクライアントに instrumentOpenAI(client) を呼びます。',
          },
        }
      : undefined,
  ({ Newest }, now) =>
    Newest !== null && Date.parse(Newest) > now.getTime() + AHEAD_MS
      ? {
          id: 'clock',
          status: 'warning',
          title: { en: 'Rows from the future', ja: '未来の時刻の行' },
          detail: { en: `The newest row says ${Newest}.`, ja: `最新の行の時刻は ${Newest} です。` },
          fix: {
            en: 'Set the clock of the machine or container that sends them.',
            ja: '送信元のマシンまたはコンテナーの時計を合わせてください。',
          },
        }
      : undefined,
  ({ Calls, WithoutPrompt }) =>
    Calls === 0
      ? undefined
      : WithoutPrompt === 0
        ? {
            id: 'prompts',
            status: 'ok',
            title: {
              en: 'Every call has a prompt',
              ja: 'すべての呼び出しにプロンプト名があります',
            },
            detail: { en: 'Versions can be compared.', ja: '版を比較できます。' },
          }
        : {
            id: 'prompts',
            status: 'warning',
            title: { en: 'Calls without a prompt', ja: 'プロンプト名のない呼び出し' },
            detail: {
              en: `${WithoutPrompt} of ${Calls} calls belong to no prompt, so that no version of them can be compared.`,
              ja: `${Calls} 件中 ${WithoutPrompt} 件がプロンプトに属しておらず、版を比較できません。`,
            },
            fix: {
              en: 'Wrap the call: definePrompt({ name, version }).run({}, () => client.chat.completions.create(…))',
              ja: '呼び出しを囲みます: definePrompt({ name, version }).run({}, () => client.chat.completions.create(…))',
            },
          },
  ({ Calls, WithoutTokens }) =>
    Calls > 0 && WithoutTokens > 0
      ? {
          id: 'tokens',
          status: 'warning',
          title: { en: 'Calls without token counts', ja: 'トークン数のない呼び出し' },
          detail: {
            en: `${WithoutTokens} of ${Calls} calls told no usage.`,
            ja: `${Calls} 件中 ${WithoutTokens} 件に使用量がありません。`,
          },
          fix: {
            en: 'Streams tell their usage when asked: stream_options: { include_usage: true }.',
            ja: 'ストリームは stream_options: { include_usage: true } を指定すると使用量を返します。',
          },
        }
      : undefined,
  ({ Calls, Captured, Cut }) =>
    Calls === 0
      ? undefined
      : {
          id: 'content',
          status: 'ok',
          title:
            Captured > 0
              ? { en: 'Content is captured', ja: '内容を記録しています' }
              : { en: 'Content is not captured', ja: '内容は記録していません' },
          detail:
            Captured > 0
              ? {
                  en: `${Captured} of ${Calls} calls have their messages; ${Cut} were cut to the limits of a row.`,
                  ja: `${Calls} 件中 ${Captured} 件にメッセージがあり、うち ${Cut} 件は行の上限で切り詰められました。`,
                }
              : {
                  en: 'That is the default. OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY captures it.',
                  ja: 'これが既定です。OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY で記録します。',
                },
        },
  ({ NotReadable }) =>
    NotReadable > 0
      ? {
          id: 'not-readable',
          status: 'problem',
          title: { en: 'Content that you may not read', ja: '閲覧権限のない内容' },
          detail: {
            en: `${NotReadable} calls have a pointer to their messages, and the messages are not there for you.`,
            ja: `${NotReadable} 件の呼び出しはメッセージへのポインターを持ちますが、本文を読めません。`,
          },
          fix: {
            en: 'On Azure: the role Privileged Monitoring Data Reader on the table AppGenAIContent. A query without it succeeds and gives no rows.',
            ja: 'Azure ではテーブル AppGenAIContent に対する Privileged Monitoring Data Reader ロールが必要です。権限がないと結果は 0 行になります。',
          },
        }
      : undefined,
  ({ Sampled }) =>
    Sampled > 0
      ? {
          id: 'sampling',
          status: 'ok',
          title: { en: 'Rows are sampled', ja: 'サンプリングされています' },
          detail: {
            en: `${Sampled} rows stand for several calls each. Counts on this page are weighted.`,
            ja: `${Sampled} 行が複数の呼び出しを代表しています。このページの件数は重み付きです。`,
          },
        }
      : undefined,
]
