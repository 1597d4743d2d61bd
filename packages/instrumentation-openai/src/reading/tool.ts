import type { ToolDefinition } from '@kansoku/core'

import { text, type Wire } from './wire.ts'

/** What a tool says of itself beside its name, as far as it was sent. */
export function described(tool: Wire): Pick<ToolDefinition, 'description' | 'parameters'> {
  const description = text(tool['description'])
  const { parameters } = tool
  return {
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && parameters !== null && { parameters }),
  }
}
