import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { defaultReply, type Installed, installedModel } from './default-replies.ts'
import { settle } from './fake-clock.ts'
import { errorReply, promise, type Reply, type Step } from './scripted-reply.ts'

/**
 * A port below those that systems give away by themselves: one of these would go to the next client or server of another test as soon as
 * a runtime stops listening, and then it could not listen again.
 */
function somePort(): number {
  return 15_000 + Math.floor(Math.random() * 17_000)
}

/** How an exchange ended: the reply was played to its end, the script broke it, or the client left before. */
export type Closed = 'finished' | 'broken' | 'hung-up'

/** One request as it arrived. */
export interface ScriptedRequest {
  /** Place among all requests of this server, from 0. */
  readonly index: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body parsed as JSON; `undefined` where it is none. */
  readonly body: unknown
  readonly rawBody: string
  /** Settles when the exchange is over, and says whether the client hung up. */
  readonly closed: Promise<Closed>
}

/** Chooses what to answer. */
export type Handler = (request: ScriptedRequest) => Reply | Promise<Reply>

/**
 * A runtime that plays what the test wrote: a real server on loopback.
 *
 * Draws (chat with messages, raw generate) are answered from a queue, in the order they arrive; every other call has a default
 * answer that `on` replaces. A draw for which nothing is queued gets a 500 that says so. All requests are kept.
 */
export class ScriptedOllama {
  readonly requests: ScriptedRequest[] = []
  /** The models that the default answers tell of. */
  installed: Installed[] = [installedModel()]
  readonly #server = createServer((message, response) => void this.#answer(message, response))
  readonly #sockets = new Set<Socket>()
  readonly #draws: (Reply | Handler)[] = []
  readonly #handlers = new Map<string, Handler>()
  #waiting: { readonly count: number; readonly wake: () => void }[] = []
  #port = 0

  static async start(...draws: (Reply | Handler)[]): Promise<ScriptedOllama> {
    const ollama = new ScriptedOllama()
    ollama.draws(...draws)
    while (!(await ollama.#listen(somePort())));
    return ollama
  }

  constructor() {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  /** `http://127.0.0.1:PORT` */
  get host(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Connections that are open now. */
  get openSockets(): number {
    return this.#sockets.size
  }

  /** Adds answers to the queue of draws. */
  draws(...replies: (Reply | Handler)[]): this {
    this.#draws.push(...replies)
    return this
  }

  /** Answers every request for a path (`/api/show`) in place of the default or the queue. */
  on(path: string, answer: Reply | Handler): this {
    this.#handlers.set(path, typeof answer === 'function' ? answer : () => answer)
    return this
  }

  /** The requests that were draws. */
  get drawn(): ScriptedRequest[] {
    return this.requests.filter((request) => isDraw(request))
  }

  /** Waits until at least `count` requests have arrived, and gives the last of them. */
  async arrived(count: number): Promise<ScriptedRequest> {
    if (this.requests.length < count) {
      await new Promise<void>((wake) => this.#waiting.push({ count, wake }))
    }
    return this.requests[count - 1] as ScriptedRequest
  }

  /** Breaks every connection and stops listening. `listenAgain` takes it up at the same port. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async listenAgain(): Promise<void> {
    if (!(await this.#listen(this.#port))) throw new Error(`Port ${this.#port} is somebody else's now.`)
  }

  /** Listens at a port; false where it is taken. */
  async #listen(port: number): Promise<boolean> {
    this.#port = port
    return new Promise<boolean>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') resolve(false)
        else reject(error)
      }
      this.#server.once('error', failed)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', failed)
        resolve(true)
      })
    })
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const [closed, close] = promise<Closed>()
    const stage: Stage = { response, outcome: 'hung-up' }
    response.on('close', () => close(stage.outcome))
    response.on('error', () => {})
    const chunks: Buffer[] = []
    try {
      for await (const chunk of message) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const rawBody = Buffer.concat(chunks).toString()
    const request: ScriptedRequest = {
      index: this.requests.length,
      method: message.method ?? '',
      path: message.url ?? '',
      headers: message.headers,
      body: parsed(rawBody),
      rawBody,
      closed,
    }
    this.requests.push(request)
    for (const waiter of this.#waiting) if (this.requests.length >= waiter.count) waiter.wake()
    this.#waiting = this.#waiting.filter((waiter) => this.requests.length < waiter.count)
    await play(await this.#choose(request), stage)
  }

  async #choose(request: ScriptedRequest): Promise<Reply> {
    const handler = this.#handlers.get(request.path)
    if (handler) return handler(request)
    if (!isDraw(request)) return defaultReply(request, this.installed)
    const next = this.#draws.shift()
    if (next === undefined) return errorReply(500, 'script: nothing is queued for this draw')
    return typeof next === 'function' ? next(request) : next
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a request asks for a sample, and not for a load or a rendered prompt. */
function isDraw(request: ScriptedRequest): boolean {
  const body = (request.body ?? {}) as { messages?: unknown[]; prompt?: string; _debug_render_only?: boolean }
  if (body._debug_render_only === true) return false
  if (request.path === '/api/chat') return (body.messages?.length ?? 0) > 0
  return request.path === '/api/generate' && body.prompt !== undefined && body.prompt !== ''
}

interface Stage {
  readonly response: ServerResponse
  /** What `closed` says when the connection goes. */
  outcome: Closed
}

async function play(reply: Reply, stage: Stage): Promise<void> {
  const { response } = stage
  const { socket } = response
  const raw = reply.status === 'raw'
  const status = typeof reply.status === 'number' ? reply.status : 200
  const gone = new Promise<void>((resolve) => response.once('close', resolve))
  const writeHead = () => {
    if (!raw && !response.headersSent) response.writeHead(status, { ...reply.headers })
  }
  for (const step of reply.steps) {
    if (response.destroyed || !socket || socket.destroyed) return
    if (step.type === 'send' || step.type === 'headers' || step.type === 'end') writeHead()
    switch (step.type) {
      case 'headers':
        response.flushHeaders()
        break
      case 'send': {
        const target = raw ? socket : response
        if (!target.write(step.bytes)) {
          await Promise.race([gone, new Promise<void>((resolve) => target.once('drain', resolve))])
        }
        break
      }
      case 'end':
        stage.outcome = 'finished'
        if (raw) socket.end()
        else response.end()
        return
      case 'reset':
      case 'half-close':
        stage.outcome = 'broken'
        // A reset swallows what the client has not read yet: a client in this process gets the time to.
        await settle(8)
        if (step.type === 'reset') socket.resetAndDestroy()
        else socket.end()
        return
      default:
        await Promise.race([gone, waited(step)])
    }
  }
}

/** The steps that only wait; a reply never outlives its exchange, whatever it waits for. */
async function waited(step: Extract<Step, { type: 'hold' | 'after' | 'stall' }>): Promise<void> {
  if (step.type === 'stall') return new Promise<void>(() => {})
  if (step.type === 'after') {
    return new Promise<void>((resolve) => void step.clock.setTimer(resolve, step.ms))
  }
  step.reach()
  return step.released
}
