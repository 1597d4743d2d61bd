import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { ask, type Chatbot } from '../src/chatbot.ts'
import { createConversations } from './conversations.ts'
import { takeFeedback } from './feedback.ts'
import { HttpError } from './http-error.ts'
import { jsonBody, textIn } from './json-body.ts'
import { PAGE_HEADERS, pageFiles } from './page-files.ts'

/** One line of the answer to `POST /chat`, as JSON. */
export type ChatLine =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'done'
      readonly conversation: string
      readonly searched: boolean
      readonly cited: readonly { readonly id: string; readonly title: string }[]
      readonly responseId?: string
      readonly failure?: string
    }

/**
 * The chatbot over HTTP: `POST /chat` answers with lines of JSON while the model writes, `POST /feedback` takes what the
 * user thinks of it, `GET /` is a page for both.
 */
export function createChatServer(chatbot: Chatbot): Server {
  const conversations = createConversations()

  async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await jsonBody(request)
    const question = textIn(body, 'question', 4000)
    const known = body['conversation'] === undefined ? undefined : textIn(body, 'conversation', 100)
    // A reader that went away does not end the turn: what was asked is answered, and recorded.
    const write = (line: ChatLine): void => {
      if (!response.headersSent)
        response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' })
      if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`)
    }
    const { reply, state } = await conversations.turn(known, (before) =>
      ask(chatbot, before, question, (text) => write({ type: 'text', text })),
    )
    const { cited, failure, responseId, searched, text } = reply
    if (failure !== undefined) write({ type: 'text', text })
    write({
      type: 'done',
      conversation: state.id,
      searched,
      cited: cited.map(({ id, title }) => ({ id, title })),
      ...(responseId !== undefined && { responseId }),
      ...(failure !== undefined && { failure }),
    })
    response.end()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    const pathname = URL.parse(url, 'http://localhost')?.pathname
    if (pathname === undefined) throw new HttpError(400, `${url} is no path.`)
    const file = pageFiles.get(pathname)
    if (file !== undefined && (method === 'GET' || method === 'HEAD')) {
      response.writeHead(200, { ...PAGE_HEADERS, 'content-type': file.type })
      response.end(method === 'HEAD' ? undefined : file.body)
      return
    }
    switch (`${method} ${pathname}`) {
      case 'POST /chat':
        return chat(request, response)
      case 'POST /feedback':
        takeFeedback(await jsonBody(request))
        response.writeHead(204).end()
        return
      case 'GET /health':
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
        return
      default:
        throw new HttpError(404, `There is no ${method} ${pathname} here.`)
    }
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, error))
  })
}

function refuse(response: ServerResponse, error: unknown): void {
  const known = error instanceof HttpError
  if (!known) console.error(error)
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = known ? error.status : 500
  const message = known ? error.message : 'Something went wrong here; the server has written what.'
  // What is left of a refused body is not read.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ error: message }))
}
