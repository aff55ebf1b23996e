import type { IncomingMessage } from 'node:http'
import { defined } from '../ground/defined.ts'
import { onAbort } from '../ground/on-abort.ts'
import type { Part } from '../stream/part.ts'
import type { DrawReader } from './draw-reader.ts'
import type { PartSource } from './driver.ts'
import { statusFailure } from './failure.ts'
import type { ConnectionError, OpenRequest } from './http-request.ts'
import { retryAfterMs } from './retry-after.ts'

export interface PartStreamOptions {
  /** Sends the request; called once, when the first part is asked for. */
  readonly open: () => OpenRequest
  /** Makes the reader of the body, once its type is known. */
  readonly reader: (contentType: string) => DrawReader
  readonly signal: AbortSignal
  /** The window that was asked for, in tokens: for the message where a prompt does not fit. */
  readonly windowTokens?: number | undefined
  /** Takes out of the words of the other side what must not be shown; absent: nothing. */
  readonly hide?: ((text: string) => string) | undefined
}

/** Parts that may wait for their reader before the connection is held back. */
const waitingParts = 1_024

/** How much of an error's body is read, in bytes. */
const longestRefusal = 64 * 1024

const over: IteratorResult<Part> = { done: true, value: undefined }

/**
 * The parts of one draw, straight from the socket.
 *
 * Written out as an iterator, without generators: at the pace of a real model each message wakes the process by itself, and every
 * further promise between socket and reader is paid per token.
 */
export class PartStream implements AsyncIterableIterator<Part>, PartSource {
  readonly #options: PartStreamOptions
  #request: OpenRequest | undefined
  #response: IncomingMessage | undefined
  /** Parts that wait for their reader, from `#next` on. */
  #parts: Part[] = []
  #next = 0
  /** Readers that wait for a part, the first that asked first. While one waits no part does. */
  readonly #readers: ((result: IteratorResult<Part>) => void)[] = []
  /** Nothing more will be added. */
  #closed = false
  #unlisten = () => {}

  constructor(options: PartStreamOptions) {
    this.#options = options
  }

  get isSent(): boolean {
    return this.#request?.isSent === true
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<Part>> {
    if (this.#request === undefined && !this.#closed) this.#start()
    const part = this.#parts[this.#next]
    if (part !== undefined) {
      this.#next++
      if (this.#next === this.#parts.length) {
        this.#parts = []
        this.#next = 0
        // Only when all was read: resuming part by part would wake the socket for each.
        if (this.#response?.isPaused()) this.#response.resume()
      }
      return Promise.resolve({ done: false, value: part })
    }
    if (this.#closed) return Promise.resolve(over)
    return new Promise((resolve) => {
      this.#readers.push(resolve)
    })
  }

  /** Leaves early: the connection is closed, and the runtime stops generating. */
  return(): Promise<IteratorResult<Part>> {
    this.#drop()
    return Promise.resolve(over)
  }

  #start(): void {
    const { signal } = this.#options
    if (signal.aborted) {
      this.#closed = true
      return
    }
    this.#unlisten = onAbort(signal, () => this.#drop())
    const request = this.#options.open()
    this.#request = request
    request.response.then(
      (response) => {
        const { statusCode = 0 } = response
        // Left while the headers were under way. An error of a response that nobody listens to would end the process.
        if (this.#closed) response.on('error', () => {}).destroy()
        else if (statusCode >= 200 && statusCode < 300) this.#read(request, response)
        else this.#refuse(response, statusCode)
      },
      (error: ConnectionError) => this.#add(this.#options.reader('').break(error)),
    )
  }

  #read(request: OpenRequest, response: IncomingMessage): void {
    this.#response = response
    const reader = this.#options.reader(typeOf(response))
    response.on('data', (chunk: Buffer) => {
      if (!this.#closed) this.#add(reader.read(chunk))
    })
    response.on('end', () => {
      if (!this.#closed) this.#add(reader.finish())
    })
    response.on('error', (error) => {
      if (!this.#closed) this.#add(reader.break(request.broken(error)))
    })
  }

  #refuse(response: IncomingMessage, status: number): void {
    const chunks: Buffer[] = []
    let bytes = 0
    const finish = () => {
      if (this.#closed) return
      const body = Buffer.concat(chunks).toString('utf8')
      const { location } = response.headers
      const waitMs = retryAfterMs(response.headers)
      const refusal = {
        ...{ status, contentType: typeOf(response), body },
        ...defined({ location, retryAfterMs: waitMs }),
      }
      const { end, retryable } = statusFailure(refusal, this.#options.windowTokens)
      const again = retryable ? { retryable, ...defined({ retryAfterMs: waitMs }) } : {}
      this.#add([{ type: 'end', end, usage: {}, ...again }])
    }
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      // Once it has what it needs, `#add` closes the connection; later chunks find `#closed`.
      if (bytes > longestRefusal) finish()
    })
    response.on('end', finish)
    response.on('error', finish)
  }

  #add(parts: Part[]): void {
    if (this.#closed || parts.length === 0) return
    // The connection is given back before the last part is: whoever reads `end` may send the next request.
    const last = parts.at(-1)
    if (last?.type === 'end') {
      this.#close()
      parts[parts.length - 1] = this.#hidden(last)
    }
    if (this.#parts.length === 0) this.#parts = parts
    else this.#parts.push(...parts)
    while (this.#readers.length > 0) {
      const value = this.#parts[this.#next]
      if (value === undefined) break
      this.#next++
      this.#readers.shift()?.({ done: false, value })
    }
    // All were taken: the list begins anew, so that what was read is not kept, and nothing is shifted for each part.
    if (this.#next === this.#parts.length) {
      this.#parts = []
      this.#next = 0
    }
    // Who still waits behind the last part waits for nothing.
    if (this.#closed) this.#endReaders()
    else if (this.#parts.length - this.#next > waitingParts) this.#response?.pause()
  }

  #hidden(part: Extract<Part, { type: 'end' }>): Part {
    const { hide } = this.#options
    const { end } = part
    return hide === undefined || end.type !== 'failed'
      ? part
      : { ...part, end: { ...end, message: hide(end.message) } }
  }

  /** Nothing more is wanted from the connection. */
  #close(): void {
    this.#closed = true
    this.#unlisten()
    this.#request?.close()
  }

  /** Nothing more is wanted at all. */
  #drop(): void {
    this.#close()
    this.#parts = []
    this.#next = 0
    this.#endReaders()
  }

  #endReaders(): void {
    for (const end of this.#readers.splice(0)) end(over)
  }
}

function typeOf(response: IncomingMessage): string {
  return response.headers['content-type'] ?? ''
}
