/**
 * What the page asks beside the pack's own queries: KQL that Azure would answer the same way. Parameters stand in braces, as
 * in the pack's workbook.
 */

const CHOSEN = `| where "*" in ({Prompt}) or PromptName in ({Prompt})
| where "*" in ({Version}) or PromptVersion in ({Version})`

const IN_RANGE = `LLMCalls({TimeRange:start}, {TimeRange:end})
${CHOSEN}`

/** One row: everything that the overview's figures show. */
export const overview: string = `${IN_RANGE}
| summarize
    Calls = sum(ItemCount),
    Conversations = dcountif(ConversationId, isnotempty(ConversationId)),
    Failed = sumif(ItemCount, Success == false),
    Judged = sumif(ItemCount, isnotnull(OutputValid)),
    Invalid = sumif(ItemCount, Success and OutputValid == false),
    InputTokens = sum(InputTokens * ItemCount),
    OutputTokens = sum(OutputTokens * ItemCount),
    P50 = percentile(DurationMs, 50),
    P95 = percentile(DurationMs, 95),
    P99 = percentile(DurationMs, 99)`

/** How many rows there are in each short stretch: cheap, as no JSON is read. */
export const density: string = `AppDependencies
| where TimeGenerated >= {TimeRange:start} and TimeGenerated < {TimeRange:end}
| summarize Rows = count() by Start = bin(TimeGenerated, {Seconds} * 1s)
| order by Start desc`

const CALL_FILTERS = `| extend Outcome = case(Success == false, "failed", OutputValid == false, "invalid", "ok")
| where {Outcome} == "all" or Outcome == {Outcome}
| where {Label} == "" or OutputLabel == {Label}
| where {Turn} == 0 or Turn == {Turn}
| where {Text} == "" or ConversationId contains {Text} or Model contains {Text} or ErrorType contains {Text}
    or OperationId == {Text} or Id == {Text} or OutputViolation == {Text} or Deployment contains {Text}`

const CALL_COLUMNS = `TimeGenerated, Outcome, PromptName, PromptVersion, Turn, OutputLabel, OutputViolation, ErrorType,
    DurationMs, InputTokens, OutputTokens, Model, ConversationId, OperationId, Id, ItemCount`

/** One page of the table of calls, newest first. */
export const callsPage: string = `${IN_RANGE}
${CALL_FILTERS}
| top 1000 by TimeGenerated desc
| project ${CALL_COLUMNS}`

/** How many calls all pages have. */
export const callsCount: string = `${IN_RANGE}
${CALL_FILTERS}
| summarize Rows = count()`

/** All rows of one trace, parents before children. */
export const trace: string = 'LLMTrace({Trace})'

/** One row of AppDependencies with all its columns. */
export const rawRow: string = `AppDependencies
| where OperationId == {Trace} and Id == {Id}
| take 1`

/** What was said in a call, from wherever its text is. */
export const content: string = `let at = toscalar(AppDependencies | where OperationId == {Trace} and Id == {Id} | summarize min(TimeGenerated));
LLMContent(at, at + 1ms)
| where OperationId == {Trace} and Id == {Id}
| project Key, State, Text, Source, Bytes`

/** The calls of one conversation with what they said. */
export const conversation: string = `LLMCalls({TimeRange:start}, {TimeRange:end})
| where ConversationId == {Conversation}
| order by TimeGenerated asc
| extend Outcome = case(Success == false, "failed", OutputValid == false, "invalid", "ok")
| project ${CALL_COLUMNS}, Properties`

/** Each prompt with its contract and the labels that were seen. */
export const contracts: string = `${IN_RANGE}
| extend Contract = tostring(Properties["llmops.output.contract"])
| summarize
    Calls = sum(ItemCount),
    Contract = take_anyif(Contract, isnotempty(Contract)),
    Labels = make_set_if(OutputLabel, OutputValid == true and isnotempty(OutputLabel), 20),
    Judged = sumif(ItemCount, isnotnull(OutputValid)),
    Turns = dcountif(Turn, isnotnull(Turn))
    by PromptName
| order by Calls desc, PromptName asc`

/** The versions of a prompt in the range, to choose one. */
export const choices: string = `LLMCalls({TimeRange:start}, {TimeRange:end})
| summarize Calls = sum(ItemCount) by PromptName, PromptVersion
| order by PromptName asc, PromptVersion asc`

const EVALUATION = `LLMEvaluations({TimeRange:start}, {TimeRange:end})
${CHOSEN}
| extend DataSet = tostring(Properties["llmops.metadata.evaluation"]), Case = tostring(Properties["llmops.metadata.evaluation_case"]),
    Settings = tostring(Properties["llmops.metadata.evaluation_settings"])`

const EVALUATION_COLUMNS = `| project TimeGenerated, EvaluationName, Score, ScoreLabel, EvaluatorName, EvaluatorKind, PromptName, PromptVersion, ConversationId, ResponseId,
    ErrorType, Explanation, UserId, OperationId, CallId, DataSet, Case, Settings`

/** Judged calls, newest first. */
export const evaluations: string = `${EVALUATION}
| where Case == ""
| top 1000 by TimeGenerated desc
${EVALUATION_COLUMNS}`

/** What was last said of each case of a data set, by version, settings and evaluator, newest first. */
export const evaluatedCases: string = `${EVALUATION}
| where Case != ""
| summarize arg_max(TimeGenerated, *) by DataSet, Case, PromptVersion, Settings, EvaluationName
| top 5000 by TimeGenerated desc
${EVALUATION_COLUMNS}`

/** The judgements of one call. */
export const evaluationsOfCall: string = `LLMEvaluations(datetime(1970-01-01), now() + 1d)
| where (OperationId == {Trace} and CallId == {Id}) or ({Response} != "" and ResponseId == {Response})
| order by TimeGenerated asc
| project TimeGenerated, EvaluationName, Score, ScoreLabel, EvaluatorName, EvaluatorKind, ErrorType, Explanation, UserId`

/** What the calls cost by the prices of the pack: null where no call has a price. */
export const cost: string = `LLMCost({TimeRange:start}, {TimeRange:end})
${CHOSEN}
| summarize CostUsd = sumif(CostUsd * ItemCount, isnotnull(CostUsd)), Priced = countif(isnotnull(CostUsd)), Unpriced = sumif(ItemCount, isnull(CostUsd))
| project CostUsd = iff(Priced == 0, real(null), CostUsd), Unpriced`

/** The latest conversations in which the chosen prompt took part. */
export const conversations: string = `LLMConversations({TimeRange:start}, {TimeRange:end})
| where "*" in ({Prompt}) or set_has_element(Prompts, tostring(dynamic([{Prompt}])[0]))
| top 1000 by Last desc
| project ConversationId, Turns, Calls, Labels, Failed, InvalidOutputs,
    Tokens = coalesce(InputTokens, long(0)) + coalesce(OutputTokens, long(0)), First, Last`
