import type { Part, Usage } from '../stream/part.ts'
import { type SplitOptions, ThinkingSplitter } from '../stream/split-thinking.ts'
import { connectionFailure, type Failure, failure, promptTooLong, runtimeFailure } from './failure.ts'
import type { ConnectionError } from './http-request.ts'
import { LineReader, MalformedError } from './read-lines.ts'
import { excerpt, readMessage, type WireMessage } from './wire.ts'

export interface DrawReaderOptions extends SplitOptions {
  /** The window that was asked for, in tokens: for the message where a prompt does not fit. */
  readonly windowTokens?: number | undefined
  readonly contentType?: string
}

/** How many equal messages in a row are taken for the runtime's repetition guard, which ends a stream after 30 to 32. */
const guardRun = 28

/**
 * Reads the body of one draw: bytes in, parts out, the same however the bytes are cut. The last part is `end`, once; what comes
 * after it is ignored.
 */
export class DrawReader {
  readonly #options: DrawReaderOptions
  readonly #lines = new LineReader()
  readonly #splitter: ThinkingSplitter
  #messages = 0
  #hasText = false
  #ended = false
  /** The text of the last message without white space round it, and how many in a row had the same. */
  #lastText = ''
  #equalRun = 0

  constructor(options: DrawReaderOptions = {}) {
    this.#options = options
    this.#splitter = new ThinkingSplitter(options)
  }

  /** Whether `end` was given out. */
  get ended(): boolean {
    return this.#ended
  }

  /** The parts that a chunk of the body completes. */
  read(chunk: Buffer): Part[] {
    return this.#reading((onLine) => this.#lines.read(chunk, onLine))
  }

  /** The body ended as the protocol says. */
  finish(): Part[] {
    const parts = this.#reading((onLine) => this.#lines.end(onLine), true)
    if (!this.#ended) this.#fail(parts, failure('ended-without-done', this.#unfinished()))
    return parts
  }

  /** The connection broke. What came before is kept. */
  break(error: ConnectionError): Part[] {
    const parts: Part[] = []
    if (!this.#ended) this.#fail(parts, connectionFailure(error))
    return parts
  }

  #reading(read: (onLine: (line: string) => void) => void, isLast = false): Part[] {
    const parts: Part[] = []
    try {
      read((line) => {
        if (!this.#ended) this.#line(line, parts, isLast)
      })
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      const type = this.#messages === 0 && this.#options.contentType ? ` (${this.#options.contentType})` : ''
      if (!this.#ended) this.#fail(parts, failure('malformed', `${error.message}${type}`))
    }
    return parts
  }

  #line(line: string, parts: Part[], isLast: boolean): void {
    const message = isLast && isTorn(line) ? undefined : readMessage(line)
    if (message === undefined) {
      this.#fail(parts, failure('ended-without-done', `the stream ended inside a line: ${excerpt(line)}`))
      return
    }
    if (message.error !== undefined) {
      const { windowTokens } = this.#options
      const isFirst = this.#messages === 0
      this.#fail(parts, runtimeFailure(message.error, { code: 'runtime-error', isFirst, windowTokens }))
      return
    }
    this.#messages++
    const text = message.thinking + message.content
    if (text !== '') this.#hasText = true
    if (text !== '' || message.last === undefined) this.#split(message, text, parts)
    if (message.last !== undefined) this.#done(message.last, parts)
  }

  #split(message: WireMessage, text: string, parts: Part[]): void {
    parts.push(...this.#splitter.split(message, 1))
    const trimmed = text.trim()
    this.#equalRun = trimmed === this.#lastText ? this.#equalRun + 1 : 1
    this.#lastText = trimmed
  }

  #done({ reason, usage }: NonNullable<WireMessage['last']>, parts: Part[]): void {
    switch (reason) {
      // Versions without the field have one way to end.
      case undefined:
      case 'stop':
        this.#end(parts, { type: 'end', end: { type: 'finished', reason: 'stop' }, usage })
        return
      case 'length':
        if (!this.#hasText && usage.outputTokens === undefined) {
          this.#fail(parts, this.#cutPrompt(usage), usage)
        } else {
          this.#end(parts, { type: 'end', end: { type: 'finished', reason: 'length' }, usage })
        }
        return
      default:
        this.#fail(
          parts,
          failure('runtime-error', `the runtime ended the sample by ${excerpt(reason)}`),
          usage,
        )
    }
  }

  /** Ollama 0.24 cuts a prompt that does not fit even with `shift: false`, generates nothing and calls it `length`. */
  #cutPrompt({ promptTokens }: Usage): Failure {
    const { windowTokens } = this.#options
    const kept = promptTokens === undefined ? '' : `it was cut to ${promptTokens} tokens and `
    return promptTooLong(`the prompt does not fit the window: ${kept}nothing was generated`, { windowTokens })
  }

  #unfinished(): string {
    if (this.#messages === 0) return 'the stream ended before it began'
    const guard =
      this.#equalRun >= guardRun
        ? `: the last ${this.#equalRun} were equal, and the runtime's own guard ends a stream like that after about 30 equal tokens`
        : ''
    const after = this.#messages === 1 ? '1 message' : `${this.#messages} messages`
    return `the stream ended after ${after} without its last line${guard}`
  }

  #fail(parts: Part[], { end, retryable }: Failure, usage: Usage = {}): void {
    this.#end(parts, { type: 'end', end, usage, ...(retryable ? { retryable } : {}) })
  }

  #end(parts: Part[], part: Part): void {
    parts.push(...this.#splitter.end(), part)
    this.#ended = true
  }
}

/** Whether a last line is the beginning of a JSON object, and not something else. */
function isTorn(line: string): boolean {
  if (!line.trimStart().startsWith('{')) return false
  try {
    JSON.parse(line)
    return false
  } catch {
    return true
  }
}
