import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { UsageError } from '../ground/errors.ts'
import type { Page } from './page.ts'
import { type PageReply, pageRoot } from './page-request.ts'

/** Most bytes of a form: a question with all that belongs to it. */
const mostBytes = 1_048_576

/** Whether a request is for the page, by its address as it was sent. */
export function isForPage(url: string | undefined): boolean {
  return url !== undefined && (url === pageRoot || /^\/magi[/?]/.test(url))
}

/**
 * Lets the page answer a request that a server of Node took. The browser may leave at any time.
 *
 * @throws what nobody expected; the server cuts off what was answered by then.
 */
export async function answerHttp(
  page: Page,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  const [path = '', query = ''] = splitOnce(message.url ?? '', '?')
  const reply = await page({
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ),
    body: () => readBody(message),
    signal: left.signal,
  })
  await send(reply, message.method === 'HEAD', response, left.signal)
}

async function send(
  { status, headers, body }: PageReply,
  isHead: boolean,
  response: ServerResponse,
  left: AbortSignal,
): Promise<void> {
  if (left.aborted) return
  response.writeHead(status, headers)
  if (isHead || typeof body === 'string') {
    response.end(isHead ? undefined : body)
    return
  }
  response.flushHeaders()
  for await (const piece of body) {
    if (left.aborted) break
    // A browser that reads slowly is waited for: nothing piles up here.
    if (!response.write(piece)) await once(response, 'drain', { signal: left }).catch(() => undefined)
  }
  response.end()
}

async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  // Where too much comes, the connection stays open for the answer that says so.
  for await (const piece of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > mostBytes) {
      throw new UsageError(`The form has more than ${mostBytes} bytes.`, { fix: 'Ask a shorter question.' })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function splitOnce(text: string, sign: string): string[] {
  const at = text.indexOf(sign)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
