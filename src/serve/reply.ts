import type { ServerResponse } from 'node:http'
import type { CancelTimer, Clock } from '../ground/clock.ts'
import { type Refusal, refusalHeaders } from './refusal.ts'
import type { Ending, Wire } from './wire.ts'

/** Longest silence of a stream, in milliseconds: what stands between cuts silent connections after a minute at the earliest. */
const streamSilenceMs = 8_000
/** An answer that is not streamed begins to be sent after this time, in milliseconds: until then a refusal has its own status. */
const quietFromMs = 15_000
/** And goes on to be kept alive after as long, in milliseconds. */
const bodySilenceMs = 10_000
/** From this many bytes on that a client has not read, progress is left out. */
const mostUnread = 262_144

/** What a reply is written to, and how. */
export interface ReplyParts {
  readonly response: ServerResponse
  readonly wire: Wire
  readonly stream: boolean
  readonly clock: Clock
}

/** The one answer to a request: from its first byte to its last, or to a refusal. It is never silent for long. */
export class Reply {
  readonly #response: ServerResponse
  readonly #wire: Wire
  readonly #isStream: boolean
  readonly #clock: Clock
  #cancel: CancelTimer | undefined
  #lastAtMs: number
  #leftOut = 0
  #headers: Record<string, string> = {}

  constructor({ response, wire, stream, clock }: ReplyParts) {
    this.#response = response
    this.#wire = wire
    this.#isStream = stream
    this.#clock = clock
    this.#lastAtMs = clock.nowMs()
    response.once('close', () => this.#cancel?.())
  }

  /** The request will be answered: a stream begins at once. */
  open(headers: Readonly<Record<string, string>> = {}): void {
    this.#headers = { ...headers }
    if (!this.#isStream) {
      this.#wake(quietFromMs)
      return
    }
    this.#head(this.#wire.streamType)
    this.#write(this.#wire.first())
    this.#wake(streamSilenceMs)
  }

  /** Something of what is thought or done. To a client that does not keep up it is left out, and said to be. */
  thinking(text: string): void {
    if (!this.#isStream || text === '') return
    if (this.#response.writableLength > mostUnread) {
      this.#leftOut += 1
      return
    }
    if (this.#leftOut > 0) this.#write(this.#wire.thinking(`(${this.#leftOut} lines left out)\n`))
    this.#leftOut = 0
    this.#write(this.#wire.thinking(text))
  }

  answer(text: string, choice = 0): void {
    if (this.#isStream && text !== '') this.#write(this.#wire.answer(text, choice))
  }

  /**
   * Ends with the answer. What of it was streamed already is not said again.
   *
   * @param isSaid - Whether the answers were streamed as they came.
   */
  end(ending: Ending, { headers = {}, isSaid = false }: EndOptions = {}): void {
    if (this.#isStream) {
      if (!isSaid) for (const [choice, { text }] of ending.answers.entries()) this.answer(text, choice)
      this.#close(this.#wire.last(ending))
      return
    }
    Object.assign(this.#headers, headers)
    this.#head('application/json; charset=utf-8')
    this.#close(JSON.stringify(this.#wire.whole(ending)))
  }

  /** Ends without an answer: with a status as long as nothing was sent. */
  fail(refusal: Refusal): void {
    if (this.#response.headersSent) {
      const { error } = { error: this.#wire.refusal(refusal) }
      this.#close(this.#isStream ? this.#wire.failure(refusal) : JSON.stringify(error))
      return
    }
    const body = JSON.stringify(this.#wire.refusal(refusal))
    this.#response.writeHead(refusal.status, {
      ...this.#headers,
      ...refusalHeaders(refusal),
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    this.#close(body)
  }

  #head(contentType: string): void {
    if (this.#response.headersSent) return
    this.#response.writeHead(200, {
      ...this.#headers,
      'content-type': contentType,
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    })
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return
    this.#response.write(text)
    this.#lastAtMs = this.#clock.nowMs()
  }

  #close(text: string): void {
    this.#cancel?.()
    if (!this.#response.destroyed) this.#response.end(text)
  }

  /** Says something after a time without a word. */
  #wake(inMs: number): void {
    this.#cancel = this.#clock.setTimer(() => {
      const silentMs = this.#clock.nowMs() - this.#lastAtMs
      const mostMs = this.#isStream ? streamSilenceMs : bodySilenceMs
      const dueInMs = (this.#response.headersSent ? mostMs : quietFromMs) - silentMs
      if (dueInMs > 0) return this.#wake(dueInMs)
      // White space before a JSON value means nothing.
      if (!this.#isStream) this.#head('application/json; charset=utf-8')
      if (this.#response.writableLength <= mostUnread) this.#write(this.#isStream ? this.#wire.alive() : ' ')
      else this.#lastAtMs = this.#clock.nowMs()
      this.#wake(mostMs)
    }, inMs)
  }
}

/** What is said beside an ending. */
export interface EndOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly isSaid?: boolean
}
