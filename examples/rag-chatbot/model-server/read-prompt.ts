import type { ChatRequest } from './chat-request.ts'

export type PromptKind = 'search_decision' | 'answer' | 'other'

/** What a model can see in the request: nothing else tells the server who is asking for what. */
export interface PromptView {
  readonly kind: PromptKind
  /** The user's questions, the last one last. */
  readonly questions: readonly string[]
  /** The pages that the system message carries. */
  readonly documents: readonly { readonly title: string; readonly text: string }[]
}

export function readPrompt({ messages }: ChatRequest): PromptView {
  const system = messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => content)
    .join('\n')
  return {
    kind: kindOf(system),
    questions: messages.filter(({ role }) => role === 'user').map(({ content }) => content),
    documents: documentsOf(system),
  }
}

function kindOf(system: string): PromptKind {
  if (/^You decide whether\b.*\bmust be searched\b/m.test(system)) return 'search_decision'
  if (/^You answer questions\b/m.test(system)) return 'answer'
  return 'other'
}

/** Pages are written as `## title`, then their text up to the next empty line. */
function documentsOf(system: string): PromptView['documents'] {
  return Array.from(system.matchAll(/^## (.+)\n(.+)$/gm), ([, title = '', text = '']) => ({
    title,
    text,
  }))
}
