import type { IncomingMessage } from 'node:http'
import { RefusedError } from './refusal.ts'

/** Most bytes of a request, images included. */
export const mostBodyBytes = 32 * 1_048_576

/** The whole body. @throws RefusedError where it is too large or packed. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const encoding = message.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    throw new RefusedError(415, 'The body is packed.', 'Send it without Content-Encoding.')
  const tooLarge = new RefusedError(
    413,
    `The body has more than ${mostBodyBytes} bytes.`,
    'Send smaller images.',
  )
  if (Number(message.headers['content-length'] ?? 0) > mostBodyBytes) throw tooLarge
  const pieces: Buffer[] = []
  let size = 0
  // Where too much comes, the connection stays open for the answer that says so.
  for await (const piece of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > mostBodyBytes) throw tooLarge
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A body as JSON. @throws RefusedError for anything else. */
export function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new RefusedError(400, 'The body is no JSON.')
  }
}
