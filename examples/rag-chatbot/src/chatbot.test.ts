import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'

import { conversations } from '../data/conversations.ts'
import { handbook } from '../data/handbook.ts'
import { NO_FAULTS, type Rates } from '../model-server/rates.ts'
import { readPrompt } from '../model-server/read-prompt.ts'
import { type ModelServer, startModelServer } from '../model-server/server.ts'
import { ask, type Chatbot, type ConversationState, startConversation } from './chatbot.ts'
import { answerMessages, searchDecisionMessages } from './prompts.ts'
import { createSearch } from './retrieval.ts'
import { runConversations } from './run-conversations.ts'
import { searchDecisionFromEnvironment } from './search-decision.ts'

const running: ModelServer[] = []
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())))

/** The version that leaves the model most room for faults. */
const searchDecision = searchDecisionFromEnvironment({ SEARCH_DECISION_VERSION: '1' })

async function startChatbot(rates: Partial<Rates> = {}): Promise<Chatbot> {
  const server = await startModelServer({ latencyScale: 0, rates: { ...NO_FAULTS, ...rates } })
  running.push(server)
  return {
    client: new OpenAI({ apiKey: 'any', baseURL: server.baseURL }),
    model: 'gpt-4.1-mini',
    search: createSearch(handbook),
    searchDecision,
  }
}

/** The states after each question, the first one before any. */
async function hold(chatbot: Chatbot, questions: readonly string[]) {
  const start: ConversationState = startConversation('c-1')
  return questions.reduce(
    async (before, question) => {
      const { states, replies } = await before
      const { state, reply } = await ask(chatbot, states.at(-1) ?? start, question)
      return { states: [...states, state], replies: [...replies, reply] }
    },
    Promise.resolve({ states: [start], replies: [] as Awaited<ReturnType<typeof ask>>['reply'][] }),
  )
}

describe('a conversation', () => {
  it('searches for a first question and answers from the page it found', async () => {
    const { replies, states } = await hold(await startChatbot(), ['健康診断はいつありますか?'])
    expect(replies).toEqual([
      {
        text: '「健康診断」によると、健康診断は年1回、10月に無料で実施します。 [health-ja]',
        searched: true,
        cited: [expect.objectContaining({ id: 'health-ja' })],
        responseId: expect.stringMatching(/^chatcmpl-/) as string,
      },
    ])
    expect(states.at(-1)?.documents[0]?.id).toBe('health-ja')
  })

  it('reuses the very same documents on No', async () => {
    const { replies, states } = await hold(await startChatbot(), [
      'How many days of annual leave do I have?',
      'And can I carry over the days that I do not use?',
    ])
    expect(replies.map(({ searched }) => searched)).toEqual([true, false])
    expect(states[1]?.documents).toHaveLength(2)
    expect(states[2]?.documents).toBe(states[1]?.documents)
    expect(replies[1]?.text).toBe(
      'According to “Annual leave”: Up to ten unused days carry over into the next year and expire at the end of March. [leave-en]',
    )
  })

  it('replaces the documents when the topic changes', async () => {
    const { states } = await hold(await startChatbot(), [
      'How many days of annual leave do I have?',
      'Where are the printers?',
    ])
    expect(states[2]?.documents[0]?.id).toBe('printing-en')
  })

  it('answers small talk without any document', async () => {
    const { replies, states } = await hold(await startChatbot(), ['Hi there, nice to meet you.'])
    expect(replies).toEqual([
      {
        text: 'I can help with anything that is in the office handbook. Just ask.',
        searched: false,
        cited: [],
        responseId: expect.stringMatching(/^chatcmpl-/) as string,
      },
    ])
    expect(states.at(-1)?.documents).toEqual([])
  })

  it('searches when the decision is not in the format', async () => {
    const { replies } = await hold(await startChatbot({ invalidFormat: 1 }), [
      'Where are the printers?',
      'And how many colour pages is that a month?',
    ])
    expect(replies.map(({ searched, failure }) => ({ searched, failure }))).toEqual([
      { searched: true, failure: undefined },
      { searched: true, failure: undefined },
    ])
  })

  it('apologises in the language of the question when a call fails, and goes on', async () => {
    const { replies, states } = await hold(await startChatbot({ rateLimited: 1 }), [
      '会議室はどうやって予約しますか?',
      'How do I book meeting rooms?',
    ])
    const failure = '429 Rate limit reached for gpt-4.1-mini. Please try again in 20ms.'
    expect(replies).toEqual([
      {
        text: '申し訳ありません。ただいま回答できません。少し待ってからもう一度お試しください。',
        searched: false,
        cited: [],
        failure,
      },
      {
        text: 'I am sorry, I cannot answer right now. Please try again in a moment.',
        searched: false,
        cited: [],
        failure,
      },
    ])
    expect(states.map(({ turn, messages }) => [turn, messages.length])).toEqual([
      [0, 0],
      [1, 2],
      [2, 4],
    ])
  })

  it('hands the answer on piece by piece', async () => {
    const pieces: string[] = []
    const { reply } = await ask(
      await startChatbot(),
      startConversation('c-1'),
      'プリンターはどこにありますか?',
      (piece) => pieces.push(piece),
    )
    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces.join('')).toBe(reply.text)
  })
})

describe('the prompts', () => {
  const history = [{ role: 'user', content: 'Where are the printers?' }] as const

  it('are told apart by a model that sees nothing but the text', () => {
    const kinds = [
      searchDecisionMessages(searchDecision, handbook, history),
      answerMessages(handbook, history),
    ].map((messages) =>
      readPrompt({
        model: '',
        stream: false,
        includeUsage: false,
        messages: messages as { role: string; content: string }[],
      }),
    )
    const seen = {
      questions: ['Where are the printers?'],
      rules: {
        firstSearch: false,
        sameSubject: false,
        otherSubject: false,
        oneWord: false,
        saveSearches: false,
      },
    }
    expect(kinds).toEqual([
      {
        kind: 'search_decision',
        ...seen,
        documents: handbook.map(({ title, text }) => ({ title, text })),
      },
      {
        kind: 'answer',
        ...seen,
        documents: handbook.map(({ id, title, text }) => ({ id, title, text })),
      },
    ])
  })
})

describe('a run of conversations', () => {
  it('decides every turn of the data set as expected when the model has no fault', async () => {
    const chatbot = await startChatbot()
    const wanted = conversations(60, 1)
    const totals = await runConversations(chatbot, wanted, 6, () => {})
    const searches = wanted
      .flatMap(({ turns }) => turns)
      .filter(({ expected }) => expected === 'Yes').length
    expect(totals).toEqual({ conversations: 60, turns: 180, searches, failures: {} })
  })

  it('reaches the alert threshold, and sees failed calls, with the seeded faults', async () => {
    const server = await startModelServer({ latencyScale: 0 })
    running.push(server)
    const client = new OpenAI({ apiKey: 'any', baseURL: server.baseURL })
    const search = createSearch(handbook)
    const chatbot = { client, model: 'gpt-4.1-mini', search, searchDecision }
    const progress: number[] = []
    const totals = await runConversations(chatbot, conversations(60, 1), 6, (soFar) =>
      progress.push(soFar.conversations),
    )
    expect(progress).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    const { searchDecision: decided, prompts } = server.tally()
    expect(decided.map(({ turn }) => turn)).toEqual([1, 2, 3])
    expect(decided.reduce((sum, { Other }) => sum + Other, 0)).toBeGreaterThanOrEqual(10)
    expect(decided.every(({ Yes, No }) => Yes > 0 && No > 0)).toBe(true)
    expect(prompts.search_decision.completed).toBeLessThan(180)
    expect(prompts.answer.completed).toBeLessThan(prompts.search_decision.completed)
    expect(Object.values(totals.failures)).toEqual([180 - prompts.answer.completed])
  })
})
