import { StringDecoder } from 'node:string_decoder'

/** Looks on at an application's stdout, and hands its console records to the workbench. */
export interface ConsoleTap {
  readonly take: (chunk: Buffer) => void
  /** Resolves once the workbench has what was taken. */
  readonly end: () => Promise<void>
}

/** Lines wait for company so long, in milliseconds. */
const DELAY = 200
/** A line without an end is no record: kept to here, then let go. */
const MAX_LINE = 1_048_576

/**
 * @param url of the workbench
 * @param complain told once that lines could not be stored, and why
 */
export function consoleTap(url: string, complain: (problem: string) => void): ConsoleTap {
  const decoder = new StringDecoder('utf8')
  let unfinished = ''
  let lines: string[] = []
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> = Promise.resolve()
  let complained = false

  const send = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (lines.length === 0) return
    const body = lines.join('\n')
    lines = []
    sending = sending
      .then(() => post(url, body))
      .catch((error: unknown) => {
        if (complained) return
        complained = true
        complain(error instanceof Error ? error.message : String(error))
      })
  }
  const read = (text: string): void => {
    const found = (unfinished + text).split('\n')
    const last = found.pop() ?? ''
    unfinished = last.length > MAX_LINE ? '' : last
    lines.push(...found.filter((line) => line.includes('"prompt_type"')))
    if (lines.length > 0) timer ??= setTimeout(send, DELAY)
  }

  return {
    take: (chunk) => read(decoder.write(chunk)),
    end: async () => {
      read(`${decoder.end()}\n`)
      send()
      await sending
    },
  }
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(`${url}/console-lines`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body,
  })
  if (!response.ok) throw new Error(`the workbench answered ${response.status}`)
}
