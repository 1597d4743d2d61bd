/** A question, the query that answers it, and how its rows are drawn. */
export interface Recipe {
  /** Name of the picture's file. */
  readonly name: string
  readonly question: string
  readonly japanese: string
  /** What to see in the picture, and what to do about it. */
  readonly reading: string
  /** A query of the pack by its name; or a text. */
  readonly query: { readonly pack: string } | { readonly text: string }
  /** What is added to the query for its picture, where it renders nothing itself. */
  readonly draw?: string
}

export const recipes: readonly Recipe[] = [
  {
    name: 'answers-per-turn',
    question: 'Does the search decision do what we want, turn by turn?',
    japanese: '検索判定は会話のターンごとに期待どおりか?',
    reading:
      'On the first turn there is nothing to reuse, so Yes should be most of it; later turns should mostly say No. Other is a wrong format, and should be 0.',
    query: { pack: 'answers-per-turn' },
  },
  {
    name: 'invalid-outputs-over-time',
    question: 'How often is an answer not in the format, and since when?',
    japanese: '形式に合わない回答はどのくらいの頻度で、いつからか?',
    reading: 'A step down or up is a version that came; the daily alert counts the same calls.',
    query: {
      text: `LLMCalls(ago(8d), now())
| where isnotnull(OutputValid)
| summarize Judged = sum(ItemCount), Invalid = sumif(ItemCount, OutputValid == false) by PromptName, Day = bin(TimeGenerated, 1d)
| project Day, PromptName, InvalidPercent = round(100.0 * Invalid / Judged, 1)
| order by Day asc
| render timechart with (title="Invalid outputs, percent")`,
    },
  },
  {
    name: 'compare-versions',
    question: 'Is the new version of a prompt better?',
    japanese: 'プロンプトの新しい版は改善したか?',
    reading:
      'Less is better, and a picture is no verdict: `kansoku compare search_decision 1 2` says improved, regressed, no detectable change or too few, with its p-value.',
    query: { pack: 'compare-versions' },
    draw: `| where isnotnull(InvalidPercent)
| project Version = strcat(PromptName, " ", PromptVersion), InvalidPercent
| render barchart with (title="Invalid outputs by version, percent")`,
  },
  {
    name: 'conversation-policies',
    question: 'What goes wrong over whole conversations?',
    japanese: '会話全体で見ると何が問題か?',
    reading:
      'No on the first turn is a rate to watch; the other three should be 0. What was asked for can only be known where content is captured, or the application says so.',
    query: { pack: 'conversation-policies' },
    draw: `| project Finding, Percent = coalesce(Percent, 0.0)
| render barchart with (title="Conversations, percent")`,
  },
  {
    name: 'conversations',
    question: 'How long are conversations, and how many searches do they need?',
    japanese: '会話の長さと検索回数は?',
    reading: 'Many conversations with a search on each of their turns cost more than they should.',
    query: {
      text: `LLMConversations(ago(1d), now())
| summarize Conversations = count() by Turns, Searches = strcat(Searches, " searches")
| order by Turns asc, Searches asc
| render columnchart with (kind=stacked, title="Conversations by turns")`,
    },
  },
  {
    name: 'tokens-and-cost',
    question: 'Where does the money go?',
    japanese: '費用はどこにかかっているか?',
    reading:
      'Prices are those of `LLMPrices`; replace that function by your own contract’s. `Unpriced` counts the calls that it knows no price for.',
    query: { pack: 'tokens-and-cost' },
    draw: `| summarize CostUsd = sum(CostUsd) by Customer, PromptName
| order by Customer asc, PromptName asc
| render columnchart with (kind=stacked, title="US dollars of a day")`,
  },
  {
    name: 'cost-over-time',
    question: 'What does a day cost, and does it grow?',
    japanese: '1 日の費用はいくらで、増えているか?',
    reading: 'The alert `daily-spend` fires at a total in whole cents.',
    query: {
      text: `LLMCost(ago(8d), now())
| summarize Cents = round(100 * sum(CostUsd * ItemCount), 1) by Day = bin(TimeGenerated, 1d), PromptName
| order by Day asc, PromptName asc
| render columnchart with (kind=stacked, title="US cents a day")`,
    },
  },
  {
    name: 'latency',
    question: 'How long do users wait?',
    japanese: 'ユーザーはどのくらい待つか?',
    reading:
      'Users of a stream wait for its first chunk. A 95th percentile far from the median is a part of the calls, not all: see `slowest-calls`.',
    query: { pack: 'latency' },
    draw: `| project Prompt = strcat(PromptName, ", ", Model), P50DurationMs, P95DurationMs, P95FirstChunkMs
| render barchart with (title="Milliseconds")`,
  },
  {
    name: 'failing-calls',
    question: 'Which calls fail, and why?',
    japanese: 'どの呼び出しがなぜ失敗しているか?',
    reading:
      'A 429 is answered with fewer calls or more quota, a timeout with a shorter prompt or a longer limit.',
    query: { pack: 'failing-calls' },
    draw: `| project ErrorType, PromptName, Failed
| render barchart with (title="Failed calls")`,
  },
  {
    name: 'anomalies',
    question: 'Which hours of today are unlike those before?',
    japanese: '今日のどの時間帯が普段と違うか?',
    reading:
      'Score is how many times the usual spread fits in: from five on it is told. Here one hour was slow and refused calls.',
    query: { pack: 'anomalies' },
    draw: `| project Hour, Signal = strcat(PromptName, ": ", Signal), Score
| render scatterchart with (title="Score of unusual hours")`,
  },
  {
    name: 'evaluation-results',
    question: 'What do evaluators and users say of each version?',
    japanese: '評価器とユーザーは各版をどう評価しているか?',
    reading:
      'Where both agree, trust the cheaper; where they differ, read some answers with `drill-down`.',
    query: { pack: 'evaluation-results' },
    draw: `| project Version = strcat(PromptName, " ", PromptVersion), EvaluationName, MeanScore = round(MeanScore, 2)
| render columnchart with (kind=unstacked, title="Mean score")`,
  },
  {
    name: 'agents-and-tools',
    question: 'What do agents, tools and retrievals do?',
    japanese: 'エージェント、ツール、検索の動きは?',
    reading:
      'Runs that failed stand beside all; `ModelCallsPerRun` tells a loop that does not end.',
    query: { pack: 'agents-and-tools' },
    draw: `| project Name = strcat(Operation, " ", Name), Runs, Failed
| render barchart with (title="Runs of a day")`,
  },
  {
    name: 'trace',
    question: 'What happened in one request?',
    japanese: '一つの要求で何が起きたか?',
    reading: 'Take an `OperationId` of any other query. Each level is indented, in order of time.',
    query: {
      text: `LLMTrace("c-190-1")
| project Step = strcat(row_number(), " ", Tree), DurationMs
| render barchart with (title="Milliseconds of one request")`,
    },
  },
  {
    name: 'ingestion-volume',
    question: 'What does watching cost us?',
    japanese: '観測そのもののコストは?',
    reading:
      'Bytes are billed by Azure; on the laptop they are estimated. Captured content is the largest part where it is on.',
    query: { pack: 'ingestion-volume' },
    draw: `| project What = strcat(Table, ": ", What), Bytes
| render barchart with (title="Bytes of a day")`,
  },
]
