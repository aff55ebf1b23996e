import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { end, halfClose, headersNow, type Reply, type Step, send, stall } from './scripted-reply.ts'

/** One exchange with a real runtime, byte for byte. */
export interface Recording {
  /** `0.24.0/chat-thinking-1` */
  readonly name: string
  readonly about: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: Readonly<Record<string, unknown>>
    readonly rawBody?: string
  }
  readonly response: {
    /** `null` where nothing came back. */
    readonly status: number | null
    readonly headers: Readonly<Record<string, string>>
    readonly chunks: readonly { readonly ms: number; readonly text?: string; readonly base64?: string }[]
    readonly ended: 'clean' | 'reset' | 'client-abort'
  }
}

/** All recordings below a folder, sorted by name. */
export function readRecordings(folder: string): Recording[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((path) => ({
      name: path.slice(0, -'.json'.length).replaceAll('\\', '/'),
      ...(JSON.parse(readFileSync(join(folder, path), 'utf8')) as Omit<Recording, 'name'>),
    }))
}

/** What the runtime answered, in the pieces it came in; nothing waits. A client that left finds the server silent. */
export function recordedReply({ response }: Recording): Reply {
  const chunks: Step[] = response.chunks.map((chunk) =>
    send(chunk.text ?? Buffer.from(chunk.base64 ?? '', 'base64')),
  )
  const { 'transfer-encoding': _, 'content-length': __, ...headers } = response.headers
  // A server that was killed closed its side without the last chunk; a TCP reset could swallow bytes that had arrived.
  const last = { clean: end, reset: halfClose, 'client-abort': stall }[response.ended]
  const steps = response.status !== null && chunks.length === 0 ? [headersNow] : chunks
  return { status: response.status ?? 200, headers, steps: [...steps, last] }
}
