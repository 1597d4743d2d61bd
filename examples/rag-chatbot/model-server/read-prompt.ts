import type { ChatRequest } from './chat-request.ts'

export type PromptKind = 'search_decision' | 'answer' | 'other'

/** What the instructions of a search decision say clearly. A model errs where they leave it open. */
export interface Rules {
  /** That without search results the handbook is searched. */
  readonly firstSearch: boolean
  /** That a question about the same subject is not searched again. */
  readonly sameSubject: boolean
  /** That a question about another subject is. */
  readonly otherSubject: boolean
  /** How the word is to be written. */
  readonly oneWord: boolean
  /** To save searches in doubt. */
  readonly saveSearches: boolean
}

export interface SeenDocument {
  readonly title: string
  /** Where the instructions give one, to be cited by. */
  readonly id?: string
  readonly text: string
}

/** What a model can see in the request: nothing else tells the server who is asking for what. */
export interface PromptView {
  readonly kind: PromptKind
  /** The user's questions, the last one last. */
  readonly questions: readonly string[]
  /** The pages that the system message carries. */
  readonly documents: readonly SeenDocument[]
  readonly rules: Rules
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
    rules: rulesOf(system),
  }
}

function kindOf(system: string): PromptKind {
  if (/^You decide whether\b.*\bmust be searched\b/m.test(system)) return 'search_decision'
  if (/^You answer questions\b/m.test(system)) return 'answer'
  return 'other'
}

function rulesOf(system: string): Rules {
  return {
    firstSearch: /no search results below yet/i.test(system),
    sameSubject: /same subject/i.test(system),
    otherSubject: /another subject/i.test(system),
    oneWord: /exactly one word/i.test(system),
    saveSearches: /when in doubt: no/i.test(system),
  }
}

/** Pages are written as `## title` or `## title [id]`, then their text up to the next empty line. */
function documentsOf(system: string): PromptView['documents'] {
  return Array.from(
    system.matchAll(/^## (.+?)(?: \[([\w-]+)\])?\n(.+)$/gm),
    ([, title = '', id, text = '']) => ({ title, text, ...(id !== undefined && { id }) }),
  )
}
