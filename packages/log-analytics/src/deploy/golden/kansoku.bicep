@description('Names of resources begin with it: one for each customer.')
@minLength(1)
@maxLength(40)
param prefix string = 'kansoku'

@description('Region of the resources.')
param location string = resourceGroup().location

@description('Name of the Log Analytics workspace to make.')
param workspaceName string

@description('Resource ids of the action groups that alerts call.')
param actionGroupIds array = []

@description('Whether alerts run.')
param alertsEnabled bool = true

@description('Mail address of who is told of alerts.')
param alertEmail string

@description('Name of the host whose console lines go to the workspace.')
param hostName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${prefix}-insights'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

resource functionLLMCalls 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMCalls'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'Calls of language models / 言語モデルの呼び出し'
    query: '''
// Lines of JSON that begin with prompt_type: the console record, and what other programs write in its eleven fields. A line
…'''
    functionAlias: 'LLMCalls'
    functionParameters: 'startTime:datetime, endTime:datetime'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, calls'
      }
    ]
    version: 2
  }
}

resource functionLLMContent 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMContent'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'What was said in calls of language models / 言語モデル呼び出しの本文'
    query: '''
let spans = AppDependencies
…'''
    functionAlias: 'LLMContent'
    functionParameters: 'startTime:datetime, endTime:datetime'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, content'
      }
    ]
    version: 2
  }
}

resource functionLLMConversations 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMConversations'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'Conversations / 会話'
    query: '''
LLMCalls(startTime, endTime)
…'''
    functionAlias: 'LLMConversations'
    functionParameters: 'startTime:datetime, endTime:datetime'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, conversations'
      }
    ]
    version: 2
  }
}

resource functionLLMCost 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMCost'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'Cost of calls / 呼び出しの費用'
    query: '''
let paid = union
…'''
    functionAlias: 'LLMCost'
    functionParameters: 'startTime:datetime, endTime:datetime'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, cost'
      }
    ]
    version: 2
  }
}

resource functionLLMEvaluations 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMEvaluations'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'Evaluations and feedback / 評価とフィードバック'
    query: '''
AppEvents
…'''
    functionAlias: 'LLMEvaluations'
    functionParameters: 'startTime:datetime, endTime:datetime'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, evaluations'
      }
    ]
    version: 2
  }
}

resource functionLLMPrices 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMPrices'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'Prices of models / モデルの単価'
    query: '''
// From developers.openai.com/api/docs/pricing as it is quoted by others: in 2025-09 github.com/photiary/ai-foo, in 2026-04 and 05
…'''
    functionAlias: 'LLMPrices'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, cost'
      }
    ]
    version: 2
  }
}

resource functionLLMTrace 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMTrace'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'One trace as a tree / 一つのトレースのツリー'
    query: '''
let rows = materialize(
…'''
    functionAlias: 'LLMTrace'
    functionParameters: 'operationId:string'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, trace'
      }
    ]
    version: 2
  }
}

resource functionLLMVersions 'Microsoft.OperationalInsights/workspaces/savedSearches@2023-09-01' = {
  parent: workspace
  name: 'kansoku-LLMVersions'
  properties: {
    etag: '*'
    category: 'Kansoku'
    displayName: 'Versions of prompts / プロンプトの版'
    query: '''
LLMCalls(startTime, endTime)
…'''
    functionAlias: 'LLMVersions'
    functionParameters: 'startTime:datetime, endTime:datetime'
    tags: [
      {
        name: 'kansoku'
        value: 'llm, versions'
      }
    ]
    version: 2
  }
}

resource queryPack 'Microsoft.OperationalInsights/queryPacks@2023-09-01' = {
  name: '${prefix}-queries'
  location: location
  properties: {}
}

resource query1 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '03900845-0c21-5254-b6f0-117195a03bdf'
  properties: {
    displayName: 'Agents and tools / エージェントとツール'
    description: 'Runs of agents, tools, workflows and retrievals in the last day: failures, duration, and per run the model calls and tokens of the calls directly below it. / 直近 1 日のエージェント、ツール、ワークフロー、検索の実行回数、失敗、所要時間と、実行 1 回あたりの直下のモデル呼び出し数とトークン数です。'
    body: '''
let since = ago(1d);
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'agents'
      ]
    }
  }
}

resource query2 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '55653a64-c809-5bab-bf92-c9a0732af27f'
  properties: {
    displayName: 'Unusual hours / 普段と異なる時間帯'
    description: 'Hours of the last day in which a prompt was far from its hours of the seven days before: calls, percent of failures and of invalid outputs, 95th percentile of the duration, tokens per call. Far is five times the usual spread (median absolute deviation), or what chance alone can do where that is more, or a tenth of the median. Percentages are of hours with ten rows and more, duration and tokens of ten calls; a prompt needs 24 such hours before. Score is how often the spread fits in; below 0 it is less than usual. / 直近 1 日のうち、プロンプトがその前の 7 日間から大きく外れた時間帯です。呼び出し数、失敗と契約に合わない出力の割合(%)、応答時間の 95 パーセンタイル、1 回あたりのトークン数を比べます。通常のばらつき(中央絶対偏差、最小でも中央値の 1 割)の 5 倍以上を異常とします(偶然で説明できる範囲は除きます)。割合は 10 行以上、応答時間とトークン数は 10 件以上ある時間帯だけを対象とし、それ以前に24 時間分の記録が必要です。Score はばらつきの何倍かで、負なら通常より少ないことを示します。'
    body: '''
let border = bin(ago(1d), 1h);
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'drift'
      ]
    }
  }
}

resource query3 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '150938ab-166b-5fac-9538-952b7fc8d867'
  properties: {
    displayName: 'Versions of a prompt beside each other / プロンプトの版の比較'
    description: 'Each version of each prompt in the last seven days: calls that were judged, invalid outputs, failures, tokens per call and duration. EffectiveJudged is what the weighted counts are worth under sampling (Kish). The verdict on two versions is compareVersions() of @kansoku/log-analytics. / 直近 7 日のプロンプトの版ごとに、判定済みの呼び出し数、契約に合わない出力数、失敗数、1 回あたりのトークン数、応答時間を示します。EffectiveJudged はサンプリングの重みを考慮した実効件数(Kish)です。二つの版の判定は@kansoku/log-analytics の compareVersions() で行います。'
    body: '''
LLMVersions(ago(7d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'versions'
      ]
    }
  }
}

resource query4 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '55b64c3b-dee2-5376-9912-1db26f570566'
  properties: {
    displayName: 'Costliest calls / 費用の高い呼び出し'
    description: 'The 50 calls of the last day that cost most, with their tokens, to be opened by OperationId. / 直近 1 日で最も費用のかかった 50 件の呼び出しとトークン数です。OperationId から開けます。'
    body: '''
LLMCost(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'cost'
      ]
    }
  }
}

resource query5 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '288ed9fd-066d-572d-a6ef-0c742c678cf9'
  properties: {
    displayName: 'Drift from the days before / 直近 7 日からの変化'
    description: 'Prompts whose last day differs from the seven days before it: percent of invalid outputs and of failures, 95th percentile of the duration, output tokens per call, of prompts with 20 calls and more in both. A signal is told where a rate rose by three standard errors, or duration or tokens by half. / 直近 1 日とその前の 7 日を比べて変化したプロンプトを示します(両期間とも 20 件以上)。契約に合わない出力と失敗の割合(%)が標準誤差の 3 倍以上増えた場合、または応答時間の 95 パーセンタイルか出力トークン数が 1.5 倍以上になった場合に Signals に記します。'
    body: '''
let border = ago(1d);
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'drift'
      ]
    }
  }
}

resource query6 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: 'bc47fdf1-97dd-5126-8851-49b248e4869c'
  properties: {
    displayName: 'Calls behind an answer, with their prompts / 回答の背後にある呼び出しとプロンプト'
    description: 'The calls of a prompt, a turn and a label in the last day with what was sent and answered: the first three lines choose (an empty label means outputs that broke the contract). The text comes from wherever it is stored; Content says whether it is whole, cut, incomplete, hash only, not readable or not captured. / 直近 1 日の呼び出しをプロンプト、ターン、ラベルで絞り、送信内容と回答を示します。最初の 3 行で選びます(ラベルが空なら契約に合わない出力)。本文は保存場所を問わず取り出し、Content は本文の状態(whole、cut、incomplete、hash only、not readable、not captured)を示します。'
    body: '''
let prompt = "search_decision";
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'drill-down'
      ]
    }
  }
}

resource query7 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '7fd5a487-c78e-5be1-8ff7-098ac9807837'
  properties: {
    displayName: 'Evaluation results by prompt version / プロンプト版ごとの評価結果'
    description: 'Results of each evaluation in the last seven days, by prompt and version: how many, the mean score, how many evaluators failed. Prompt and version come from the evaluation, else from the call with the same response id. / 直近 7 日の評価結果を、プロンプトと版ごとに件数、平均スコア、評価器の失敗数で示します。プロンプトと版は評価に記録されたものを使い、なければ同じ応答 ID の呼び出しから補います。'
    body: '''
let since = ago(7d);
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'evaluations'
      ]
    }
  }
}

resource query8 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '1d5c0ddd-39c5-5b48-bc37-4fc71fc96a08'
  properties: {
    displayName: 'Failing calls by error / エラー別の失敗した呼び出し'
    description: 'Calls that failed in the last day, by error, prompt and model, with the share of all calls of that prompt in percent, and when it happened last. The model is the one asked for, as none answered. An invalid output is no failure. / 直近 1 日に失敗した呼び出しを、エラー、プロンプト、モデルごとに数え、そのプロンプトの全呼び出しに占める割合(%)と最後に起きた時刻を示します。応答がないため、モデルは要求したものです。形式に合わない出力は失敗ではありません。'
    body: '''
let calls = LLMCalls(ago(1d), now());
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'failures'
      ]
    }
  }
}

resource query9 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '3b1b7055-f3d1-5905-ad19-cc1a304d486e'
  properties: {
    displayName: 'What our own telemetry weighs / テレメトリ自身の取り込み量'
    description: 'Rows and bytes of the last day that watching language models put into each table, largest first, with the share in percent. Bytes are those that Azure bills; where a row does not say them (on the laptop), they are estimated by the length of its texts, and Estimated is true. / 言語モデルの観測が直近 1 日に各テーブルへ書き込んだ行数とバイト数を、多い順に割合(%)とともに示します。バイト数は Azure の課金サイズです。行に記録がない場合(ローカル環境)は本文の長さから見積もり、Estimated が true になります。'
    body: '''
let since = ago(1d);
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'cost'
        'ingestion'
      ]
    }
  }
}

resource query10 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: 'b18e7124-3cd0-5571-94b8-e20d44b7e2a2'
  properties: {
    displayName: 'Invalid outputs / 形式に合わない出力'
    description: 'Number of successful calls in the last day whose output broke the contract of its prompt. The daily alert fires at 10. Always one row, with 0 when there is none. / 直近 1 日の成功した呼び出しのうち、出力がプロンプトの契約に合わなかった件数です。日次アラートは 10 件で発報します。該当がなければ 0 を 1 行返します。'
    body: '''
LLMCalls(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'alert'
      ]
    }
  }
}

resource query11 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '98507fa6-94fd-5d26-85da-4368a8fe4503'
  properties: {
    displayName: 'Latency and time to first chunk / 応答時間と最初のチャンクまでの時間'
    description: 'Percentiles of duration and of time to first chunk in milliseconds, and output tokens per second, of the successful calls of each prompt and model in the last day. Streams counts the calls with a first chunk. Percentiles are of the rows, not weighted. / 直近 1 日の成功した呼び出しについて、プロンプトとモデルごとの応答時間と最初のチャンクまでの時間のパーセンタイル(ミリ秒)、毎秒の出力トークン数です。Streams は最初のチャンクがある呼び出しの数です。パーセンタイルは行から求め、重みは含みません。'
    body: '''
LLMCalls(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'latency'
      ]
    }
  }
}

resource query12 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '00516537-ad8b-5ad1-bff2-ce018d8dcddf'
  properties: {
    displayName: 'Slowest calls / 最も遅い呼び出し'
    description: 'The 50 slowest successful calls of the last day with their tokens, to be opened by OperationId. / 直近 1 日の成功した呼び出しのうち最も遅い 50 件とトークン数です。OperationId から開けます。'
    body: '''
LLMCalls(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'latency'
      ]
    }
  }
}

resource query13 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '03a5b2e0-6fee-56a7-9d50-0ff3f20e80eb'
  properties: {
    displayName: 'Tokens and cost / トークン数と費用'
    description: 'What each prompt, version, deployment and customer used and cost in the last day, in US dollars by LLMPrices, and its share in percent. Unpriced counts successful calls without a price, which the sums leave out. Embeddings have no prompt. / 直近 1 日のプロンプト、版、デプロイ、顧客ごとの使用トークン数と費用(LLMPrices による USD)、全体に占める割合(%)です。Unpriced は単価のない成功した呼び出しの数で、合計に含まれません。埋め込みにはプロンプトがありません。'
    body: '''
let spent = materialize(LLMCost(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'cost'
      ]
    }
  }
}

resource query14 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: 'd1e9f67d-a858-56e0-b4c9-7c941adcc533'
  properties: {
    displayName: 'Tokens and latency by prompt / プロンプトごとのトークン数と応答時間'
    description: 'Calls, failures, input and output tokens and the median and 95th percentile of the duration of each prompt in the last day. Counts and tokens are weighted under sampling, percentiles are of the rows. / 直近 1 日のプロンプトごとの呼び出し数、失敗数、入力・出力トークン数、応答時間の中央値と95 パーセンタイルです。件数とトークン数はサンプリングの重みを含み、パーセンタイルは行から求めます。'
    body: '''
LLMCalls(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'usage'
        'latency'
      ]
    }
  }
}

resource query15 'Microsoft.OperationalInsights/queryPacks/queries@2023-09-01' = {
  parent: queryPack
  name: '3c86e37f-8ca7-55b9-a7e8-af8fe78cdc9e'
  properties: {
    displayName: 'Answers per turn: it\'s [x] / ターンごとの回答数: it\'s [x]'
    description: 'How often the prompt it\'s [x] gave each answer, by turn of the conversation, in the last day. What is no answer of its contract is counted too, and is present even when 0. Failed calls are not counted. / 直近 1 日にプロンプト it\'s [x] が各回答を返した回数を、会話のターンごとに数えます。契約にない回答も数え、0 件でも行を返します。失敗した呼び出しは数えません。'
    body: '''
LLMCalls(ago(1d), now())
…'''
    related: {
      resourceTypes: [
        'microsoft.operationalinsights/workspaces'
      ]
    }
    tags: {
      labels: [
        'kansoku'
        'llm'
        'chart'
        'contract'
      ]
    }
  }
}

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}-alerts'
  location: 'global'
  properties: {
    groupShortName: 'kansoku'
    enabled: true
    emailReceivers: [
      {
        name: 'mail'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alert1 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-daily-spend'
  location: location
  kind: 'LogAlert'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    displayName: 'Spend of a day / 1 日の費用'
    description: 'Model calls and embeddings of a day cost 5,000 cents or more, by the prices of LLMPrices. The threshold is in whole US cents; calls without a price are not in it. The rows say what each prompt and model cost. / 1 日のモデル呼び出しと埋め込みの費用が LLMPrices の単価で 5,000 セント以上になりました。しきい値は米国セントの整数で、単価のない呼び出しは含みません。結果の行はプロンプトとモデルごとの費用です。'
    severity: 2
    enabled: alertsEnabled
    scopes: [
      workspace.id
    ]
    evaluationFrequency: 'P1D'
    windowSize: 'P1D'
    criteria: {
      allOf: [
        {
          query: '''
LLMCost(ago(1d), now())
…'''
          timeAggregation: 'Total'
          metricMeasureColumn: 'Cents'
          operator: 'GreaterThanOrEqual'
          threshold: 5000
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: false
    skipQueryValidation: true
    actions: {
      actionGroups: concat(actionGroupIds, [actionGroup.id])
    }
  }
  dependsOn: [
    functionLLMCalls
    functionLLMContent
    functionLLMConversations
    functionLLMCost
    functionLLMEvaluations
    functionLLMPrices
    functionLLMTrace
    functionLLMVersions
  ]
}

resource alert2 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-failure-ratio'
  location: location
  kind: 'LogAlert'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    displayName: 'Many failing calls / 失敗した呼び出しの増加'
    description: 'In a quarter of an hour at least 5 % of the calls of a prompt failed, of ten calls or more. / 15 分間に 10 件以上あるプロンプトの呼び出しのうち 5 % 以上が失敗しました。'
    severity: 1
    enabled: alertsEnabled
    scopes: [
      workspace.id
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: '''
LLMCalls(ago(15m), now())
…'''
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    skipQueryValidation: true
    actions: {
      actionGroups: concat(actionGroupIds, [actionGroup.id])
    }
  }
  dependsOn: [
    functionLLMCalls
    functionLLMContent
    functionLLMConversations
    functionLLMCost
    functionLLMEvaluations
    functionLLMPrices
    functionLLMTrace
    functionLLMVersions
  ]
}

resource alert3 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-slow-calls'
  location: location
  kind: 'LogAlert'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    displayName: 'Slow calls / 遅い呼び出し'
    description: 'In a quarter of an hour the 95th percentile of a prompt\'s duration was over 30 seconds, of ten calls or more that succeeded. / 15 分間に 10 件以上成功したプロンプトの応答時間の 95 パーセンタイルが 30 秒を超えました。'
    severity: 3
    enabled: alertsEnabled
    scopes: [
      workspace.id
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: '''
LLMCalls(ago(15m), now())
…'''
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    skipQueryValidation: true
    actions: {
      actionGroups: concat(actionGroupIds, [actionGroup.id])
    }
  }
  dependsOn: [
    functionLLMCalls
    functionLLMContent
    functionLLMConversations
    functionLLMCost
    functionLLMEvaluations
    functionLLMPrices
    functionLLMTrace
    functionLLMVersions
  ]
}

resource alert4 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-slow-first-chunk'
  location: location
  kind: 'LogAlert'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    displayName: 'Slow first chunks / 最初のチャンクの遅れ'
    description: 'In a quarter of an hour the 95th percentile of a prompt\'s time to first chunk was over 10 seconds, of ten streams or more that succeeded. / 15 分間に 10 件以上成功したプロンプトのストリームで、最初のチャンクまでの時間の 95 パーセンタイルが 10 秒を超えました。'
    severity: 3
    enabled: alertsEnabled
    scopes: [
      workspace.id
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: '''
LLMCalls(ago(15m), now())
…'''
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    skipQueryValidation: true
    actions: {
      actionGroups: concat(actionGroupIds, [actionGroup.id])
    }
  }
  dependsOn: [
    functionLLMCalls
    functionLLMContent
    functionLLMConversations
    functionLLMCost
    functionLLMEvaluations
    functionLLMPrices
    functionLLMTrace
    functionLLMVersions
  ]
}

resource alert5 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-invalid-outputs-it-s-x-cadd1eb1ea'
  location: location
  kind: 'LogAlert'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    displayName: 'Invalid outputs of it\'s [x] / it\'s [x] の契約に合わない出力'
    description: '10 or more outputs of the prompt it\'s [x] in a day broke their contract. The rows are the calls, to be opened from the alert. / プロンプト it\'s [x] の出力のうち 10 件以上が 1 日に契約に合いませんでした。結果の行は対象の呼び出しで、アラートから開けます。'
    severity: 2
    enabled: alertsEnabled
    scopes: [
      workspace.id
    ]
    evaluationFrequency: 'P1D'
    windowSize: 'P1D'
    criteria: {
      allOf: [
        {
          query: '''
LLMCalls(ago(1d), now())
…'''
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: 10
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: false
    skipQueryValidation: true
    actions: {
      actionGroups: concat(actionGroupIds, [actionGroup.id])
    }
  }
  dependsOn: [
    functionLLMCalls
    functionLLMContent
    functionLLMConversations
    functionLLMCost
    functionLLMEvaluations
    functionLLMPrices
    functionLLMTrace
    functionLLMVersions
  ]
}

resource alert1Reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, alert1.id, '73c42c96-874c-492b-b04d-ab87d138a893')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '73c42c96-874c-492b-b04d-ab87d138a893')
    principalId: alert1.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource alert2Reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, alert2.id, '73c42c96-874c-492b-b04d-ab87d138a893')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '73c42c96-874c-492b-b04d-ab87d138a893')
    principalId: alert2.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource alert3Reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, alert3.id, '73c42c96-874c-492b-b04d-ab87d138a893')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '73c42c96-874c-492b-b04d-ab87d138a893')
    principalId: alert3.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource alert4Reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, alert4.id, '73c42c96-874c-492b-b04d-ab87d138a893')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '73c42c96-874c-492b-b04d-ab87d138a893')
    principalId: alert4.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource alert5Reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, alert5.id, '73c42c96-874c-492b-b04d-ab87d138a893')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '73c42c96-874c-492b-b04d-ab87d138a893')
    principalId: alert5.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, prefix, 'workbook')
  location: location
  kind: 'shared'
  properties: {
    displayName: 'LLM calls (${prefix})'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: '{"version":"Notebook…'
  }
}

resource host 'Microsoft.Web/sites@2023-12-01' existing = {
  name: hostName
}

resource consoleLines 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: host
  name: '${prefix}-console'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
  }
}
