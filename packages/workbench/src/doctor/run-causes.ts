import type { Check } from '../api/checks.ts'
import type { Facts, RunFacts } from './facts.ts'
import type { LoadedPackage, ProbeReport } from './report.ts'
import { isTraced } from './versions.ts'

type Run = RunFacts & { readonly probe: ProbeReport }
type Cause = (run: Run, facts: Facts) => Check | undefined

const REGISTER = 'node --import @kansoku/azure-monitor/register app.js'

const all = ({ probe }: Run, name: string): readonly LoadedPackage[] =>
  probe.packages.filter((each) => each.name === name)
const first = (run: Run, name: string): LoadedPackage | undefined => all(run, name)[0]
const instrumentation = (run: Run): LoadedPackage | undefined =>
  first(run, '@kansoku/instrumentation-openai')

/** Requests went to a model, and fewer calls came than that. */
const missing = ({ calls, probe }: Run): boolean => probe.modelRequests > calls

/** It has what sends OTLP, and nothing that sends to Azure. */
const otlpOnly = ({ probe: { packages, provider } }: Run): boolean =>
  provider !== undefined &&
  packages.some(({ name }) => name.startsWith('@opentelemetry/exporter-trace-otlp')) &&
  !packages.some(({ name }) => name === '@azure/monitor-opentelemetry-exporter')

/** The client was loaded after us, and not past us. */
const watched = (run: Run): boolean => {
  const [client, ours] = [first(run, 'openai'), instrumentation(run)]
  if (client === undefined || ours === undefined || client.order < ours.order) return false
  return client.format === 'commonjs' || run.probe.hooked
}

/** What a run of the application shows. Each looks at one cause; the order is that of a person who looks. */
export const runCauses: readonly Cause[] = [
  (run) =>
    missing(run) || run.calls === 0
      ? undefined
      : {
          id: 'run',
          status: 'ok',
          title: { en: 'Every call arrived', ja: 'すべての呼び出しが届きました' },
          detail: {
            en: `${run.probe.modelRequests} requests to a model, ${run.calls} calls in the rows.`,
            ja: `モデルへの要求 ${run.probe.modelRequests} 件、行になった呼び出し ${run.calls} 件です。`,
          },
        },
  (run) =>
    run.probe.modelRequests > 0 || run.calls > 0
      ? undefined
      : {
          id: 'no-requests',
          status: 'warning',
          title: { en: 'No model was called', ja: 'モデルは呼び出されませんでした' },
          detail: {
            en: 'While the application ran, no request went to a path of OpenAI’s API.',
            ja: '実行中、OpenAI の API への要求はありませんでした。',
          },
          fix: {
            en: 'Make the application call a model while it is looked at: kansoku doctor --for 60 -- node app.js',
            ja: '診断中にモデルを呼び出してください: kansoku doctor --for 60 -- node app.js',
          },
        },
  (run) =>
    missing(run) && instrumentation(run) === undefined
      ? {
          id: 'not-loaded',
          status: 'problem',
          title: { en: 'Nothing watches the client', ja: 'クライアントを計装するものがありません' },
          detail: {
            en: '@kansoku/instrumentation-openai was not loaded.',
            ja: '@kansoku/instrumentation-openai が読み込まれていません。',
          },
          fix: { en: `Start it so: ${REGISTER}`, ja: `次のように起動します: ${REGISTER}` },
        }
      : undefined,
  (run) => {
    const [client, ours] = [first(run, 'openai'), instrumentation(run)]
    return missing(run) && client && ours && client.order < ours.order
      ? {
          id: 'too-late',
          status: 'problem',
          title: {
            en: 'The client was loaded before what watches it',
            ja: '計装より前にクライアントが読み込まれています',
          },
          detail: {
            en: `openai ${client.version} came first, as ${client.format === 'module' ? 'an ES module, which cannot be changed any more' : 'a CommonJS module'}.`,
            ja: `openai ${client.version} が先に読み込まれました。`,
          },
          fix: {
            en: `Load the telemetry on the command line, not by an import of the application: ${REGISTER}. Or give it the client: instrumentOpenAI(client).`,
            ja: `アプリケーションの import ではなくコマンドラインで読み込みます: ${REGISTER}。または instrumentOpenAI(client) を呼びます。`,
          },
        }
      : undefined
  },
  (run) => {
    const [client, ours] = [first(run, 'openai'), instrumentation(run)]
    return missing(run) && client?.format === 'module' && ours && !run.probe.hooked
      ? {
          id: 'no-esm-hook',
          status: 'problem',
          title: {
            en: 'ES modules without a loader hook',
            ja: 'ES モジュールのフックがありません',
          },
          detail: {
            en: 'openai is imported as an ES module, and nobody registered a hook that could reach it.',
            ja: 'openai は ES モジュールとして読み込まれますが、フックが登録されていません。',
          },
          fix: {
            en: `${REGISTER} registers it; with an SDK of your own: node --import @kansoku/instrumentation-openai/hook --import ./telemetry.js app.js`,
            ja: `${REGISTER} が登録します。独自の SDK の場合: node --import @kansoku/instrumentation-openai/hook --import ./telemetry.js app.js`,
          },
        }
      : undefined
  },
  (run) => {
    const other = all(run, 'openai').find(({ version }) => !isTraced(version))
    return other
      ? {
          id: 'openai-version',
          status: 'problem',
          title: { en: 'A version of openai that is not traced', ja: '対象外の openai の版' },
          detail: {
            en: `openai ${other.version}; traced are 4.19 to 7.`,
            ja: `openai ${other.version} です。対象は 4.19 から 7 です。`,
          },
          fix: { en: 'npm install openai@7', ja: 'npm install openai@7' },
        }
      : undefined
  },
  (run) =>
    missing(run) && first(run, 'openai') === undefined
      ? {
          id: 'bundled',
          status: 'problem',
          title: { en: 'The client is in a bundle', ja: 'クライアントがバンドルされています' },
          detail: {
            en: 'Requests went to a model, and no package openai was loaded: no hook can see it.',
            ja: 'モデルへの要求がありますが、openai パッケージは読み込まれていません。',
          },
          fix: {
            en: 'Leave openai out of the bundle (external), or give us the client: instrumentOpenAI(client).',
            ja: 'openai をバンドルから外す(external)か、instrumentOpenAI(client) を呼びます。',
          },
        }
      : undefined,
  (run) => {
    const copies = all(run, '@opentelemetry/api')
    const versions = [...new Set(copies.map(({ version }) => version))]
    return versions.length > 1
      ? {
          id: 'two-apis',
          status: 'problem',
          title: {
            en: 'Two versions of @opentelemetry/api',
            ja: '@opentelemetry/api の版が二つあります',
          },
          detail: {
            en: `${versions.join(' and ')}: what uses the newer one does nothing where the older one holds the SDK.`,
            ja: `${versions.join(' と ')} です。古い版に SDK が登録されると、新しい版を使う側は何もしません。`,
          },
          fix: {
            en: 'Bring all to one: npm ls @opentelemetry/api shows who wants which; "overrides" of package.json decides.',
            ja: '一つにそろえます。npm ls @opentelemetry/api で確認し、package.json の "overrides" で決めます。',
          },
        }
      : undefined
  },
  (run) =>
    run.twoSdks
      ? {
          id: 'two-sdks',
          status: 'problem',
          title: { en: 'Two OpenTelemetry SDKs', ja: 'OpenTelemetry SDK が二つあります' },
          detail: {
            en: 'A second one was registered; OpenTelemetry keeps the first, so what the second would export is lost.',
            ja: '二つ目の SDK が登録されました。最初のものだけが有効です。',
          },
          fix: {
            en: 'Give the first one our parts: new NodeSDK(azureMonitor()) or useAzureMonitor(azureMonitorDistro()).',
            ja: '最初の SDK に組み込みます: new NodeSDK(azureMonitor()) または useAzureMonitor(azureMonitorDistro())。',
          },
        }
      : undefined,
  (run, { env }) =>
    run.probe.sampler?.includes('RateLimited') === true && env['OTEL_TRACES_SAMPLER'] === undefined
      ? {
          id: 'sampler',
          status: 'warning',
          title: { en: 'The sampler is at its default', ja: 'サンプラーが既定のままです' },
          detail: {
            en: 'Microsoft’s distro keeps about five traces a second, and drops the first ones after the start.',
            ja: 'Microsoft のディストリビューションは毎秒約 5 トレースだけを残し、起動直後のものを捨てます。',
          },
          fix: {
            en: 'useAzureMonitor(azureMonitorDistro()) keeps what matters; or set tracesPerSecond: 0 and samplingRatio: 1.',
            ja: 'useAzureMonitor(azureMonitorDistro()) を使うか、tracesPerSecond: 0 と samplingRatio: 1 を設定します。',
          },
        }
      : undefined,
  (run) =>
    otlpOnly(run)
      ? {
          id: 'otlp-only',
          status: run.rows > 0 ? 'warning' : 'problem',
          title: {
            en: 'It sends OTLP, and nothing to Azure',
            ja: 'OTLP だけで、Azure には送りません',
          },
          detail: {
            en: `${run.rows > 0 ? 'Its rows came by OTLP' : 'No row came: it ended before it had sent, or it sends by gRPC, and only HTTP is taken here'}. No exporter of Azure was loaded, so that the connection string changes nothing.`,
            ja: `${run.rows > 0 ? '行は OTLP で届きました' : '行は届きませんでした。送信前に終了したか、gRPC で送っています(受け取れるのは HTTP だけです)'}。Azure のエクスポーターが読み込まれていないため、接続文字列は使われません。`,
          },
          fix: {
            en: 'For the laptop that is enough: OTEL_EXPORTER_OTLP_ENDPOINT names kansoku dev. For Azure: new NodeSDK(azureMonitor()), or a Collector that sends to Application Insights.',
            ja: '手元では OTEL_EXPORTER_OTLP_ENDPOINT に kansoku dev を指定すれば十分です。Azure へは new NodeSDK(azureMonitor())、または Application Insights へ送る Collector を使います。',
          },
        }
      : undefined,
  (run) =>
    missing(run) &&
    run.rows === 0 &&
    watched(run) &&
    run.probe.provider &&
    (run.probe.exited || !otlpOnly(run))
      ? {
          id: 'no-flush',
          status: 'problem',
          title: { en: 'It ended before it had sent', ja: '送信前に終了しました' },
          detail: {
            en: `Calls were observed and not a single row came${run.probe.exited ? '; the application called process.exit' : ''}.`,
            ja: `呼び出しは観測されましたが、行は一つも届きませんでした${run.probe.exited ? '。process.exit が呼ばれています' : ''}。`,
          },
          fix: {
            en: 'await sdk.shutdown() before the end; in a function of Azure: withFlush(handler). @kansoku/azure-monitor/register does it by itself.',
            ja: '終了前に await sdk.shutdown() を、Azure Functions では withFlush(handler) を使います。@kansoku/azure-monitor/register は自動で行います。',
          },
        }
      : undefined,
]
