import { fileURLToPath } from 'node:url'

import { globalLoggerProvider } from '@kansoku/core'
import * as llmops from '@kansoku/core/llmops'
import * as semconv from '@kansoku/core/semconv'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { NodeSDK, resources } from '@opentelemetry/sdk-node'
import { expect, it } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import { ingestionServer, type WireEnvelope } from '../testing/ingestion-server.ts'
import { DEFAULT_RESOURCE_ATTRIBUTES } from './resource-attributes.ts'

const PAGE = fileURLToPath(new URL('../../../../docs/rows.md', import.meta.url))

/** Every attribute that we know; of a family of them one member. */
const ATTRIBUTES: readonly string[] = [
  ...new Set(
    [...Object.entries(semconv), ...Object.entries(llmops)]
      .filter(([name]) => name.startsWith('ATTR_'))
      .map(([, value]) => value)
      .map((name) => (name.endsWith('.') ? `${name}<key>` : name))
      // Of exceptions, which have a table of their own, of the metrics, and what the mapping itself writes.
      .filter(
        (name) =>
          !/^exception\.|^gen_ai\.token\.|^llmops\.(status|error|content\.(stored|degraded|chunk))/.test(
            name,
          ),
      ),
  ),
].toSorted()

/** Of the process: those that are on the rows as long as nobody says otherwise. */
const OF_RESOURCE = DEFAULT_RESOURCE_ATTRIBUTES
/** Everything that is sent, and looked for by its place here. */
const NAMES = [...ATTRIBUTES, ...OF_RESOURCE]

/** A value that is found again wherever it ends up. */
const text = (index: number): string => `‹${index}›`
const number = (index: number): number => 1_000_001 + index

const EVALUATION = semconv.EVENT_GEN_AI_EVALUATION_RESULT
const DETAILS = 'gen_ai.client.inference.operation.details'

/** The envelopes of a call, an evaluation and a call's details whose attributes have these values. */
async function sent(value: (index: number) => string | number): Promise<Sent> {
  await using ingestion = await ingestionServer()
  const sdk = new NodeSDK({
    ...azureMonitor({ connectionString: ingestion.connectionString, instrumentOpenAI: false }),
    autoDetectResources: false,
    resource: resources.resourceFromAttributes(
      Object.fromEntries(OF_RESOURCE.map((name) => [name, text(NAMES.indexOf(name))])),
    ),
  })
  sdk.start()
  const attributes = Object.fromEntries(ATTRIBUTES.map((name, index) => [name, value(index)]))
  const span = trace.getTracer('test').startSpan('call', { kind: SpanKind.CLIENT, attributes })
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
  for (const eventName of [EVALUATION, DETAILS])
    globalLoggerProvider()
      ?.getLogger('test')
      .emit({ eventName, attributes: attributes as never, context: context.active() })
  await sdk.shutdown()
  trace.disable()
  Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'))
  Reflect.deleteProperty(globalThis, Symbol.for('io.opentelemetry.js.api.logs'))
  return {
    AppDependencies: ingestion.ofType('RemoteDependencyData')[0],
    AppEvents: ingestion.ofType('EventData')[0],
    AppTraces: ingestion.ofType('MessageData')[0],
  }
}
type Sent = Readonly<Record<Table, WireEnvelope | undefined>>

const TABLES = ['AppDependencies', 'AppEvents', 'AppTraces'] as const
type Table = (typeof TABLES)[number]

/** What Azure makes of an envelope's field. */
const COLUMNS: Readonly<Record<string, string>> = {
  'data.baseData.type': 'DependencyType',
  'data.baseData.target': 'Target',
  'data.baseData.resultCode': 'ResultCode',
  'tags.ai.user.id': 'UserId',
  'tags.ai.cloud.role': 'AppRoleName',
  'tags.ai.application.ver': 'AppVersion',
}

/** The columns in which the value is found, `Properties` short for the member of the attribute's own name. */
function columnsOf(envelope: unknown, attribute: string, value: string): string[] {
  const found: string[] = []
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'object' && node !== null)
      for (const [key, member] of Object.entries(node)) walk(member, path ? `${path}.${key}` : key)
    else if (String(node).includes(value)) found.push(column(path, attribute))
  }
  walk(envelope, '')
  return found
}

function column(path: string, attribute: string): string {
  const [, kind, key] = /^data\.baseData\.(properties|measurements)\.(.*)$/.exec(path) ?? []
  if (kind === undefined) return COLUMNS[path] ?? path
  const bag = kind === 'properties' ? 'Properties' : 'Measurements'
  return key === attribute ? bag : `${bag} \`${key}\``
}

it('is the page docs/rows.md (renewed by `vitest run --project unit rows-page -u`)', async () => {
  const [texts, numbers] = [await sent(text), await sent(number)]
  const rows = NAMES.map((attribute, index) => {
    const cells = TABLES.map((table) => {
      const columns = [
        ...columnsOf(texts[table], attribute, text(index)),
        ...columnsOf(numbers[table], attribute, String(number(index))).filter((name) =>
          name.startsWith('Measurements'),
        ),
      ]
      return columns.join(', ') || '–'
    })
    const name = OF_RESOURCE.includes(attribute)
      ? `*resource* \`${attribute}\``
      : `\`${attribute}\``
    return `| ${name} | ${cells.join(' | ')} |`
  })
  await expect(`${HEAD}\n${rows.join('\n')}\n`).toMatchFileSnapshot(PAGE)
})

const HEAD = `# Which attribute becomes which column

Every attribute of the vocabulary, sent through the mapping and the real exporter on a failed call (\`AppDependencies\`), on an evaluation
(\`AppEvents\`) and on a call's details (\`AppTraces\`), and looked for in what arrived. *Properties* is the member of the attribute's own name,
as text; *Measurements* the same as a number, where the value is one. – : it does not arrive. This page is written by
\`packages/azure-monitor/src/rows/rows-page.test.ts\`, which fails where it is not current.

Those of the *resource* are the default of the option \`resourceAttributes\`; what a call says under the same name counts more.

What no attribute says: Name is the span's name, DurationMs and Success are the span's (failed: status ERROR), OperationId, Id and
ParentId its ids, AppRoleInstance is the resource's, ItemCount is 100 / \`sampleRate\`. The Message of a row of details is
\`${DETAILS}\`, the Name of an evaluation's row \`${EVALUATION}\`. ResultCode is \`0\` where a
call succeeds, DependencyType is \`GenAI | \` and the provider, or \`GenAI\` without one, and Properties \`llmops.status\` of a call is \`Success\` or \`Failed\`.
What is stored beside its row (\`contentStorage\`) has rows of AppTraces with \`llmops.content.chunk.*\`, and on the call's own row
\`llmops.content.stored\` and \`llmops.content.degraded\`: see [privacy and content](guides/privacy-and-content.md#how-it-is-stored-in-azure).

| attribute | AppDependencies | AppEvents | AppTraces |
|---|---|---|---|`
