import type { LocalizedText } from '../header.ts'
import type { PackQuery } from '../pack-query.ts'
import type { Choice } from './parameters-item.ts'

/** A tab of the workbook, which is a row of the Grafana dashboard. */
export interface TabContents {
  readonly id: string
  readonly title: LocalizedText
  /** Parameters of its own. */
  readonly choices: readonly Choice[]
  readonly queries: readonly PackQuery[]
}

interface PlannedTab {
  readonly id: string
  readonly title: LocalizedText
  readonly choices?: readonly Choice[]
  /** Names of queries in `kql/workbook`, or the charts of the prompts. */
  readonly queries: readonly string[] | 'charts'
}

const TABS: readonly PlannedTab[] = [
  {
    id: 'overview',
    title: { en: 'Overview', ja: '概要' },
    queries: ['overview', 'calls-over-time', 'latency-over-time'],
  },
  {
    id: 'answers',
    title: { en: 'Answers per turn', ja: 'ターンごとの回答' },
    queries: 'charts',
  },
  {
    id: 'prompts',
    title: { en: 'Prompts and versions', ja: 'プロンプトと版' },
    queries: ['prompts-and-versions'],
  },
  {
    id: 'conversations',
    title: { en: 'Conversations', ja: '会話' },
    queries: ['conversations'],
  },
  {
    id: 'calls',
    title: { en: 'Calls', ja: '呼び出し' },
    choices: ['Turn', 'Label'],
    queries: ['calls-in-range', 'failing-calls-in-range', 'slowest-calls-in-range'],
  },
  {
    id: 'cost',
    title: { en: 'Cost', ja: '費用' },
    queries: ['cost-over-time', 'cost-in-range', 'costliest-calls-in-range'],
  },
  {
    id: 'evaluations',
    title: { en: 'Evaluations', ja: '評価' },
    queries: ['evaluations'],
  },
]

/** The tabs with their queries; one without any is left out. */
export function tabsOf(
  find: (name: string) => PackQuery,
  charts: readonly PackQuery[],
): readonly TabContents[] {
  return TABS.map(({ choices = [], id, queries, title }) => ({
    id,
    title,
    choices,
    queries: queries === 'charts' ? charts : queries.map(find),
  })).filter(({ queries }) => queries.length > 0)
}

/** Looks a query up by its name. @throws Error where it is not among them */
export const finderOf =
  (queries: readonly PackQuery[]) =>
  (name: string): PackQuery => {
    const query = queries.find((each) => each.name === name)
    if (query === undefined) throw new Error(`kql/workbook has no ${name}.kql`)
    return query
  }
