import { once } from 'node:events'
import { decodeText } from '../../ground/text-file.ts'
import type { CliProcess, Input } from './terminal.ts'

/** All of standard input as text, without a byte order mark. @throws UsageError if it is not UTF-8. */
export async function readAll(input: Input): Promise<string> {
  return decodeText(await bytesOf(input), 'Standard input')
}

/** Longest wait for the first byte of what may have been piped in, in milliseconds. */
const firstByteMs = 500

/** What was piped in, or that nothing was. */
export type PipedText =
  | { readonly type: 'text'; readonly text: string; readonly bytes: number }
  /** A terminal, an empty pipe or file, or no input at all. */
  | { readonly type: 'none' }
  /** Somebody holds the pipe open, and had written nothing in time. */
  | { readonly type: 'silent'; readonly waitedMs: number }

/**
 * What a pipe or a file on standard input holds, where nobody asked for it: it must begin at once, and is then read to its end.
 *
 * @throws UsageError if it is not UTF-8.
 */
export async function readPiped({
  stdin,
  isPiped,
  clock,
}: Pick<CliProcess, 'stdin' | 'isPiped' | 'clock'>): Promise<PipedText> {
  if (stdin.isTTY === true || !isPiped()) return { type: 'none' }
  const over = new AbortController()
  const cancelTimer = clock.setTimer(() => over.abort(), firstByteMs)
  const hasBegun = await Promise.race([once(stdin, 'readable', over), once(stdin, 'end', over)]).then(
    () => true,
    (thrown: unknown) => {
      if (over.signal.aborted) return false
      throw thrown
    },
  )
  cancelTimer()
  over.abort()
  if (!hasBegun) {
    stdin.pause()
    stdin.unref?.()
    return { type: 'silent', waitedMs: firstByteMs }
  }
  const bytes = await bytesOf(stdin)
  if (bytes.length === 0) return { type: 'none' }
  return { type: 'text', text: decodeText(bytes, 'Standard input'), bytes: bytes.length }
}

async function bytesOf(input: Input): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks)
}
