import { type Visit, type VisitCounts, visitData } from './visit.ts'

/** No rule at all: only what would not survive the way is changed. */
const SETTINGS: Visit['settings'] = {
  capture: 'NO_CONTENT',
  redactors: [],
  textBytes: Infinity,
  attributeBytes: Infinity,
  attributes: {},
  callBytes: Infinity,
  blobBytes: Infinity,
  media: 'blob',
  toolDefinitions: 'full',
}

/**
 * A copy of anything as plain JSON data, for content that has to be what it is now, whatever the application does with
 * its objects afterwards. A cycle, a getter that throws or a big integer costs one field.
 */
export function plainData(value: unknown): unknown {
  const counts: VisitCounts = { redactionFailed: 0, nodes: 0, within: new Set(), cut: new Map() }
  return visitData(
    { settings: SETTINGS, prompt: undefined, direction: 'input', attribute: '', counts },
    value,
    '',
  )
}
