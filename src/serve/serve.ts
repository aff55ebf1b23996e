import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../ground/clock.ts'
import { MagiError, messageOf, RuntimeError, UsageError } from '../ground/errors.ts'
import { magiVersion } from '../ground/package-root.ts'
import { answerHttp, isForPage } from '../page/answer-http.ts'
import { openPage, type Page } from '../page/page.ts'
import type { HostsWish } from '../run/hosts-wish.ts'
import { createForwarder } from '../runtime/forward.ts'
import { Catalogue } from './catalogue.ts'
import { Door, isOwnName } from './door.ts'
import { FairQueue } from './fair-queue.ts'
import type { Show } from './following.ts'
import { Lingering } from './lingering.ts'
import { openaiRefusal } from './openai-wire.ts'
import { type Refusal, refusalHeaders, refusalOf } from './refusal.ts'
import { commonHeaders, type Endpoint, route } from './routes.ts'
import { type VoteSources, votingPresets } from './terms.ts'
import type { NoConsensus } from './vote-ending.ts'
import { Votes } from './votes.ts'

/** What `magi serve` is told. Times are in milliseconds. */
export interface ServeOptions {
  readonly listen: { readonly host: string; readonly port: number }
  /** The hosts that draw; requests that are passed on go to the first. */
  readonly where: HostsWish
  readonly allowRemote: boolean
  readonly slots: number
  readonly sources: VoteSources
  readonly runsFolder: string
  readonly commandLine: string
  readonly clock: Clock
  readonly token?: string | undefined
  readonly allowHosts?: readonly string[]
  readonly allowOrigins?: readonly string[]
  readonly show?: Show
  readonly noConsensus?: NoConsensus
  readonly lingerMs?: number
  /** Most runs that are kept; absent: none is written. */
  readonly keepRuns?: number | undefined
  readonly maxQueue?: number
  /** Endings of the virtual models that are listed. */
  readonly listed?: readonly string[]
  /** Told a line for each request that was answered. */
  readonly onRequest?: (line: string) => void
  /** Told of what nobody expected. */
  readonly onFault?: (thrown: unknown) => void
}

/** An endpoint that listens. */
export interface Served {
  /** Its address: `http://127.0.0.1:PORT`. */
  readonly address: string
  readonly votes: Votes
  /** Whether the runtime answers now. */
  runtimeAnswers(): Promise<boolean>
  /** Takes no new requests, and settles when those under way are answered. */
  drain(): Promise<void>
  /** Breaks off what is under way, down to the runtime. */
  close(): Promise<void>
}

/** Longest time for the headers of a request, and for a whole request to be sent, in milliseconds: who is slower is cut. */
const headersMs = 10_000
const requestMs = 60_000
/** Longer than proxies keep a connection that nobody uses. */
const keepAliveMs = 75_000
const probeAfterMs = 30_000
const mostConnections = 256
const mostHeaderBytes = 16_384

/**
 * Starts the endpoint. The runtime may be away: it is asked when somebody asks.
 *
 * @throws RuntimeError where the address is in use; UsageError where it is open to others and there is no token.
 */
export async function startServe(options: ServeOptions): Promise<Served> {
  const { listen, clock, sources, token } = options
  if (token === undefined && !isOwnName(listen.host)) {
    throw new UsageError(`${listen.host} can be reached from other machines, and there is no token.`, {
      fix: 'Give --token-file FILE or MAGI_TOKEN, or listen at 127.0.0.1.',
    })
  }
  const { where } = options
  const runtime = createForwarder(where.targets[0]?.address ?? '', where.access)
  const presets = await votingPresets(sources.folders)
  const queue = new FairQueue(options.slots, options.maxQueue ?? 64)
  const catalogue = new Catalogue({ runtime, clock, presets, listed: options.listed ?? ['ask', 'vote16'] })
  const votes = new Votes({
    ...{ clock, queue, sources, where, magiVersion: magiVersion() },
    allowRemote: options.allowRemote,
    runsFolder: options.runsFolder,
    keepRuns: options.keepRuns,
    commandLine: options.commandLine,
  })
  const lingering = new Lingering(options.lingerMs ?? 0, clock)
  const onFault = (thrown: unknown) => {
    if (!(thrown instanceof MagiError)) options.onFault?.(thrown)
  }
  const { show = 'progress', noConsensus = 'answer' } = options
  const endpoint: Endpoint = {
    ...{ runtime, catalogue, queue },
    answers: { votes, lingering, clock, show, noConsensus, onFault },
  }
  const door = new Door({
    boundTo: listen.host,
    token,
    hosts: options.allowHosts ?? [],
    origins: options.allowOrigins ?? [],
  })
  const closing = new AbortController()
  const page = openPage({ desk: votes, clock, token, closing: closing.signal })
  const underWay = new Set<Promise<void>>()
  const server = createServer({ maxHeaderSize: mostHeaderBytes, noDelay: true }, (message, response) => {
    const startMs = clock.nowMs()
    const answer = visit(message, response, { door, page, endpoint }).finally(() => {
      underWay.delete(answer)
      options.onRequest?.(requestLine(message, response, clock.nowMs() - startMs))
    })
    underWay.add(answer)
  })
  server.headersTimeout = headersMs
  server.requestTimeout = requestMs
  server.keepAliveTimeout = keepAliveMs
  server.timeout = 0
  server.maxConnections = mostConnections
  server.on('connection', (socket) => socket.setKeepAlive(true, probeAfterMs))
  await listenAt(server, listen)
  const { port } = server.address() as AddressInfo
  const host = listen.host.includes(':') && !listen.host.startsWith('[') ? `[${listen.host}]` : listen.host
  return {
    address: `http://${host}:${port}`,
    votes,
    runtimeAnswers: () => catalogue.answers(),
    async drain() {
      closing.abort()
      server.close()
      server.closeIdleConnections()
      lingering.close()
      await Promise.allSettled(underWay)
      await votes.over()
    },
    async close() {
      closing.abort()
      lingering.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await votes.stopAll()
      await closed
    },
  }
}

async function listenAt(server: Server, { host, port }: ServeOptions['listen']): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host.replace(/^\[|\]$/g, ''), resolve)
  }).catch((thrown: NodeJS.ErrnoException) => {
    const isInUse = thrown.code === 'EADDRINUSE'
    throw new RuntimeError(
      isInUse ? `${host}:${port} is in use.` : `Cannot listen at ${host}:${port}: ${messageOf(thrown)}.`,
      { fix: 'Name an address that is free: --listen 127.0.0.1:11436.', cause: thrown },
    )
  })
}

interface House {
  readonly door: Door
  readonly page: Page
  readonly endpoint: Endpoint
}

/** One request, from the door to its answer. Whatever happens, it is answered or its connection closed. */
async function visit(message: IncomingMessage, response: ServerResponse, house: House): Promise<void> {
  const [path = ''] = (message.url ?? '/').split('?', 1)
  response.on('error', () => {})
  try {
    for (const [name, value] of Object.entries(commonHeaders())) response.setHeader(name, value)
    const isAnswered = atDoor(message, response, path, house)
    if (isAnswered) return
    if (isForPage(message.url)) await answerHttp(house.page, message, response)
    else await route({ message, response, method: message.method ?? 'GET', path }, house.endpoint)
  } catch (thrown) {
    house.endpoint.answers.onFault?.(thrown)
    refuse(response, refusalOf(thrown), path)
  }
}

/** Whether the door answered: it turned the request away, or it only asked whether it may come. */
function atDoor(message: IncomingMessage, response: ServerResponse, path: string, { door }: House): boolean {
  const { headers, method } = message
  const { origin } = headers
  const isPage = isForPage(message.url)
  const away = door.hostRefused(headers) ?? (isPage ? undefined : door.originRefused(headers))
  if (away !== undefined) {
    refuse(response, away, path)
    return true
  }
  // The page looks itself at who sent a form, and at the token that a browser keeps.
  if (isPage) return false
  response.setHeader('vary', 'Origin')
  if (origin !== undefined) {
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader(
      'access-control-expose-headers',
      'X-Magi-Run, X-Magi-Vote, X-Magi-Note, X-Magi-Version',
    )
  }
  if (method === 'OPTIONS') {
    answerPreflight(message, response)
    return true
  }
  if (path === '/healthz') return false
  const refused = door.tokenRefused(headers)
  if (refused === undefined) return false
  response.setHeader('www-authenticate', 'Bearer')
  refuse(response, refused, path)
  return true
}

/** Headers that clients in browsers send. */
const askedHeaders =
  /^(?:authorization|content-type|user-agent|accept|x-requested-with|x-api-key|openai-beta|x-stainless-[a-z-]+|x-magi-[a-z-]+)$/

function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  const asked = String(headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => askedHeaders.test(name))
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST, HEAD, OPTIONS',
    'access-control-allow-headers': asked.join(', '),
    'access-control-max-age': '600',
    ...(headers['access-control-request-private-network'] === 'true'
      ? { 'access-control-allow-private-network': 'true' }
      : {}),
  })
  response.end()
}

/** Says no in the shape that the path speaks. */
function refuse(response: ServerResponse, refusal: Refusal, path: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = JSON.stringify(path.startsWith('/v1/') ? openaiRefusal(refusal) : { error: refusal.message })
  response.writeHead(refusal.status, {
    ...refusalHeaders(refusal),
    ...(refusal.status === 413 ? { connection: 'close' } : {}),
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** A request as a line of a log: what was said in it is not there. */
function requestLine(
  { method, url }: IncomingMessage,
  { statusCode, writableFinished }: ServerResponse,
  ms: number,
): string {
  const path = (url ?? '').split('?', 1)[0]?.slice(0, 200) ?? ''
  return `${method} ${JSON.stringify(path).slice(1, -1)} ${writableFinished ? statusCode : 'left'} ${Math.round(ms)} ms`
}
