/** What a column of a function means, and a value as KQL writes it. */
export interface Meaning {
  readonly meaning: string
  readonly example: string
}

export type Meanings = Readonly<Record<string, Meaning>>

/** What several functions have. */
export const shared = {
  PromptName: {
    meaning: 'name of the prompt, from `definePrompt`; empty without',
    example: '"search_decision"',
  },
  PromptVersion: { meaning: 'its version; empty without', example: '"2"' },
  ConversationId: {
    meaning: 'the conversation, from `withConversation`; empty without',
    example: '"c-42"',
  },
  ItemCount: {
    meaning: 'under sampling the row stands for so many: count with `sum(ItemCount)`',
    example: '1',
  },
  OperationId: {
    meaning: 'the trace, the same in all tables',
    example: '"4bf92f3577b34da6a3ce929d0e0e4736"',
  },
  AppRoleName: { meaning: 'the service, from `service.name`', example: '"chatbot"' },
} as const
