import { caseInput } from '../../view/case-input.ts'
import type { Message, MessagePart } from '../../view/messages.ts'
import { markup } from './markup.ts'

/** The input of a case as a person reads it: a conversation where there is one, then the rest by name. */
export function htmlInput(input: unknown): string {
  const { messages, rest } = caseInput(input)
  return [
    ...messages.map(bubble),
    ...rest.map(([name, text]) => `<p class="rest"><b>${markup(name)}</b>${markup(text)}</p>`),
  ].join('\n')
}

const bubble = ({ role, parts }: Message): string =>
  `<p class="said ${role === 'assistant' ? 'assistant' : ''}"><b>${markup(role)}</b>${markup(parts.map(textOf).join('\n'))}</p>`

const textOf = (part: MessagePart): string => ('text' in part ? part.text : `(${part.media})`)
