import type { Check } from '../api/checks.ts'
import { readConnection } from './connection.ts'
import { type Facts, otlpEndpoint } from './facts.ts'

type Cause = (facts: Facts) => Check | undefined

const CONNECTION = 'APPLICATIONINSIGHTS_CONNECTION_STRING'
const CAPTURE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

/** Azure takes rows of up to a day ahead and two days old at their own time; a minute shows in charts. */
const SKEW_MS = 60_000

/** What the surroundings show, without running anything. */
export const surroundingCauses: readonly Cause[] = [
  ({ env }) => {
    const { [CONNECTION]: text } = env
    if (text === undefined || text.trim() === '') {
      // It sends to somebody else, and whether that one passes it on is not ours to see.
      if (otlpEndpoint(env) !== undefined) return undefined
      return {
        id: 'connection-string',
        status: 'warning',
        title: { en: 'No connection string', ja: '接続文字列がありません' },
        detail: {
          en: `${CONNECTION} is not set here, so an application that is started here sends nowhere.`,
          ja: `${CONNECTION} が設定されていないため、ここで起動したアプリケーションはどこにも送りません。`,
        },
        fix: {
          en: 'Set it: from the overview page of your Application Insights resource, or what kansoku dev prints. kansoku dev -- node app.js sets it.',
          ja: 'Application Insights リソースの概要ページ、または kansoku dev が表示する文字列を設定します。kansoku dev -- node app.js は自動で設定します。',
        },
      }
    }
    const connection = readConnection(text)
    return 'problem' in connection
      ? {
          id: 'connection-string',
          status: 'problem',
          title: {
            en: 'A connection string that leads nowhere',
            ja: '接続文字列が正しくありません',
          },
          detail: {
            en: `${CONNECTION}: ${connection.problem}.`,
            ja: `${CONNECTION}: ${connection.problem}.`,
          },
          fix: {
            en: 'Copy the whole string from the overview page of your Application Insights resource.',
            ja: 'Application Insights リソースの概要ページから文字列全体をコピーします。',
          },
        }
      : undefined
  },
  ({ endpoint }) =>
    endpoint?.problem === undefined
      ? undefined
      : {
          id: 'endpoint',
          status: 'problem',
          title: { en: 'The endpoint does not answer', ja: 'エンドポイントが応答しません' },
          detail: {
            en: `${endpoint.host}: ${endpoint.problem}.`,
            ja: `${endpoint.host}: ${endpoint.problem}`,
          },
          fix: {
            en: 'For a laptop: start kansoku dev. For Azure: let the machine reach this host by HTTPS, port 443 (firewall, proxy, private link).',
            ja: '手元では kansoku dev を起動します。Azure では、このホストへの HTTPS(443)を許可します。',
          },
        },
  ({ endpoint: { clockAheadMs = 0 } = {} }) =>
    Math.abs(clockAheadMs) > SKEW_MS
      ? {
          id: 'clock',
          status: 'problem',
          title: { en: 'The clock is wrong', ja: '時計がずれています' },
          detail: {
            en: `It is ${Math.round(Math.abs(clockAheadMs) / 1000)} s ${clockAheadMs > 0 ? 'behind' : 'ahead of'} the endpoint's: rows stand at a wrong time, or in none of the last hours.`,
            ja: `エンドポイントの時計より ${Math.round(Math.abs(clockAheadMs) / 1000)} 秒${clockAheadMs > 0 ? '遅れて' : '進んで'}います。`,
          },
          fix: { en: 'Switch time synchronisation on (NTP).', ja: '時刻同期(NTP)を有効にします。' },
        }
      : undefined,
  ({ env }) =>
    env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none'
      ? {
          id: 'switched-off',
          status: 'problem',
          title: { en: 'OpenTelemetry is switched off', ja: 'OpenTelemetry が無効です' },
          detail: {
            en: 'OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER says so.',
            ja: 'OTEL_SDK_DISABLED または OTEL_TRACES_EXPORTER で無効にされています。',
          },
          fix: { en: 'Unset it.', ja: '設定を外します。' },
        }
      : undefined,
  ({ env }) => {
    const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio } = env
    return sampler !== undefined && /off|ratio/u.test(sampler)
      ? {
          id: 'sampler-variable',
          status: 'warning',
          title: { en: 'A sampler leaves calls out', ja: 'サンプラーが呼び出しを省いています' },
          detail: {
            en: `OTEL_TRACES_SAMPLER=${sampler}${ratio === undefined ? '' : ` with ${ratio}`}: it leaves out failures too, and rows do not say for how many they stand.`,
            ja: `OTEL_TRACES_SAMPLER=${sampler} です。失敗も省かれ、行は代表する件数を持ちません。`,
          },
          fix: {
            en: 'Use the sampling of @kansoku/azure-monitor, which keeps what failed and counts right.',
            ja: '失敗を残し件数を正しく保つ @kansoku/azure-monitor のサンプリングを使います。',
          },
        }
      : undefined
  },
  ({ functions }) =>
    functions === undefined || functions.telemetryMode === 'OpenTelemetry'
      ? undefined
      : {
          id: 'functions-telemetry-mode',
          status: 'warning',
          title: {
            en: 'Azure Functions reports in its older way',
            ja: 'Azure Functions が旧方式で報告しています',
          },
          detail: {
            en: 'host.json has no "telemetryMode": "OpenTelemetry", so the rows of an invocation and of the calls in it come from two systems.',
            ja: 'host.json に "telemetryMode": "OpenTelemetry" がなく、実行の行と呼び出しの行が別の仕組みから届きます。',
          },
          fix: {
            en: 'Set "telemetryMode": "OpenTelemetry" in host.json.',
            ja: 'host.json に "telemetryMode": "OpenTelemetry" を設定します。',
          },
        },
  ({ env }) =>
    isOff(env[CAPTURE])
      ? {
          id: 'content-off',
          status: 'ok',
          title: {
            en: 'Prompts and answers are not recorded',
            ja: 'プロンプトと回答は記録されません',
          },
          detail: {
            en: 'That is the default: rows have labels, tokens and times, and no text.',
            ja: '既定の動作です。行にはラベル、トークン数、時間だけが入ります。',
          },
          fix: {
            en: `To record them: ${CAPTURE}=SPAN_ONLY. Read the guide on privacy first.`,
            ja: `記録するには ${CAPTURE}=SPAN_ONLY を設定します。先にプライバシーのガイドを読んでください。`,
          },
        }
      : undefined,
]

const isOff = (capture = ''): boolean => /^(?:|false|no_content)$/iu.test(capture.trim())
