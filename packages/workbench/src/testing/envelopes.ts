/** An instrumentation key that belongs to nobody. */
export const KEY = '11111111-2222-3333-4444-555555555555'

const tags = {
  'ai.operation.id': 'trace-1',
  'ai.operation.parentId': 'span-0',
  'ai.cloud.role': 'chat-app',
  'ai.cloud.roleInstance': 'pod-7',
  'ai.application.ver': '2.0.1',
  'ai.location.ip': '198.51.100.7',
  'ai.internal.sdkVersion': 'node:otel',
  'ai.some.new.tag': 'ignored',
}

/** An envelope as an exporter sends it, with what a test wants to differ. */
export function envelope(
  baseType: string,
  baseData: Record<string, unknown>,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    ver: 1,
    name: `Microsoft.ApplicationInsights.${baseType.replace('Data', '')}`,
    time: '2026-03-01T10:00:00.123Z',
    sampleRate: 100,
    iKey: KEY,
    tags,
    data: { baseType, baseData: { ver: 2, ...baseData } },
    ...changes,
  }
}

/** A model call by id, as AppDependencies would store it. */
export function callEnvelope(
  id: string,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return envelope('RemoteDependencyData', {
    id,
    name: 'chat gpt-4o',
    type: 'Dependency',
    duration: '00:00:01.5000000',
    success: true,
    resultCode: '0',
    properties: { 'gen_ai.operation.name': 'chat' },
    ...changes,
  })
}
