import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isFields } from '../ground/fields.ts'
import { magiVersion } from '../ground/package-root.ts'
import type { Forwarder } from '../runtime/forward.ts'
import { type AnswerTerms, answerCall } from './answer-call.ts'
import type { CallShape } from './call.ts'
import type { Catalogue } from './catalogue.ts'
import type { FairQueue } from './fair-queue.ts'
import { passOn } from './pass-on.ts'
import { parseBody, readBody } from './read-body.ts'
import { readCall } from './read-call.ts'
import { RefusedError } from './refusal.ts'

/** What requests are answered with. */
export interface Endpoint {
  readonly runtime: Forwarder
  readonly catalogue: Catalogue
  readonly queue: FairQueue
  readonly answers: AnswerTerms
}

/** One request on its way through the endpoint. */
export interface Visit {
  readonly message: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  readonly path: string
}

type Route = (visit: Visit, endpoint: Endpoint) => Promise<void>

/** Paths, methods, and what answers them. */
const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/': { GET: async ({ response }) => sendText(response, 'Ollama is running') },
  '/healthz': { GET: health },
  '/metrics': {
    GET: async ({ response }, { answers }) => sendText(response, answers.votes.metrics.text(), metricsType),
  },
  '/api/version': { GET: passed },
  '/api/tags': { GET: async ({ response }, { catalogue }) => sendJson(response, await catalogue.tags()) },
  '/api/show': { POST: show },
  '/api/ps': { GET: passed },
  '/api/chat': { POST: (visit, endpoint) => chat('/api/chat', visit, endpoint) },
  '/api/generate': { POST: (visit, endpoint) => chat('/api/generate', visit, endpoint) },
  '/v1/chat/completions': { POST: (visit, endpoint) => chat('/v1/chat/completions', visit, endpoint) },
  '/v1/responses': { POST: (visit, endpoint) => chat('/v1/responses', visit, endpoint) },
  '/v1/models': {
    GET: async ({ response }, { catalogue }) => sendJson(response, await catalogue.v1Models()),
  },
  '/v1/completions': { POST: drawnByBase },
  '/api/embed': { POST: passed },
  '/api/embeddings': { POST: passed },
  '/v1/embeddings': { POST: passed },
}

/** The text format of Prometheus. */
const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

/** Paths below which everything changes models. */
const changing = /^\/api\/(?:pull|push|create|copy|delete|blobs(?:\/.*)?|me|signout)$/

/** Answers a request that may come in. */
export async function route(visit: Visit, endpoint: Endpoint): Promise<void> {
  const { method, path, response } = visit
  if (changing.test(path)) {
    throw new RefusedError(
      403,
      'magi serve does not change models.',
      'Ask the runtime itself (ollama pull …); what there is to ask here: GET /api/tags.',
    )
  }
  const [, model] = /^\/v1\/models\/(.+)$/.exec(path) ?? []
  const ways = model === undefined ? routes[path] : { GET: v1Model(model) }
  if (ways === undefined || !(Object.hasOwn(routes, path) || model !== undefined))
    throw new RefusedError(404, `There is nothing at this path.`)
  const way = ways[method === 'HEAD' ? 'GET' : method]
  if (way === undefined) {
    response.setHeader('allow', Object.keys(ways).join(', '))
    throw new RefusedError(405, `This path takes ${Object.keys(ways).join(', ')}.`)
  }
  await way(visit, endpoint)
}

function v1Model(encoded: string): Route {
  return async ({ response }, { catalogue }) => {
    let name: string
    try {
      name = decodeURIComponent(encoded)
    } catch {
      throw new RefusedError(400, 'The name of the model cannot be read.')
    }
    sendJson(response, await catalogue.v1Model(name))
  }
}

async function health({ response }: Visit, { catalogue, queue, runtime, answers }: Endpoint): Promise<void> {
  const isUp = await catalogue.answers()
  const body = {
    status: isUp ? 'ok' : 'no runtime',
    host: runtime.host,
    votes: answers.votes.count,
    waiting: queue.waiting,
    slots: { free: queue.free, all: queue.slots },
  }
  sendJson(response, body, isUp ? 200 : 503)
}

async function show({ message, response }: Visit, { catalogue }: Endpoint): Promise<void> {
  const body = parseBody(await readBody(message))
  const name = isFields(body) ? (body['model'] ?? body['name']) : undefined
  if (typeof name !== 'string' || name === '') throw new RefusedError(400, 'model is required')
  sendJson(response, await catalogue.show(name))
}

/** A request that the runtime answers as it is. */
async function passed({ message, response, method, path }: Visit, { runtime }: Endpoint): Promise<void> {
  const body = method === 'POST' ? await readBody(message) : undefined
  await passOn({ method, path, contentType: message.headers['content-type'], body }, { runtime, response })
}

/** A request that is no conversation: the model itself answers, under whatever name it was asked. */
async function drawnByBase({ message, response, path }: Visit, endpoint: Endpoint): Promise<void> {
  const body = await readBody(message)
  const asked = parseBody(body)
  const name = isFields(asked) ? asked['model'] : undefined
  if (typeof name !== 'string') throw new RefusedError(400, 'model is required')
  const model = await endpoint.catalogue.named(name)
  const turn = { queue: endpoint.queue, client: clientOf(message) }
  const sent = model.type === 'real' ? body : withModel(asked, model.base)
  await passOn(
    { method: 'POST', path, contentType: 'application/json', body: sent },
    { runtime: endpoint.runtime, response, turn },
  )
}

/** A conversation: passed on where the model itself is asked, or no vote can be held on it; else answered by Magi. */
async function chat(shape: CallShape, { message, response }: Visit, endpoint: Endpoint): Promise<void> {
  const { catalogue, runtime, queue, answers } = endpoint
  const body = await readBody(message)
  const asked = parseBody(body)
  const isOff = String(message.headers['x-magi-vote'] ?? '').toLowerCase() === 'off'
  const name = isFields(asked) ? asked['model'] : undefined
  if (typeof name !== 'string' || name === '') throw new RefusedError(400, 'model is required')
  const model = await catalogue.named(name)
  const client = clientOf(message)
  const isPlain = model.type === 'real'
  const choices = isPlain && isFields(asked) && shape === '/v1/chat/completions' ? Number(asked['n'] ?? 1) : 1
  if (isPlain && !(choices > 1)) {
    await passOn(
      { method: 'POST', path: shape, contentType: message.headers['content-type'], body },
      { runtime, response, turn: { queue, client } },
    )
    return
  }
  const call = readCall(shape, asked, isOff)
  if (call.unvoted !== undefined) {
    const sent = isPlain ? body : withModel(asked, model.base)
    const isDrawn = call.unvoted !== 'load'
    await passOn(
      { method: 'POST', path: shape, contentType: 'application/json', body: sent },
      {
        ...{ runtime, response, headers: { 'x-magi-vote': `none; reason=${call.unvoted}` } },
        ...(isDrawn ? { turn: { queue, client } } : {}),
      },
    )
    return
  }
  const key = createHash('sha256')
    .update(`${shape}\n${message.headers.authorization ?? ''}\n`)
    .update(body)
    .digest('hex')
  const isRetry = Number(message.headers['x-stainless-retry-count'] ?? 0) > 0
  await answerCall({ call, client, key, isRetry }, model, response, answers)
}

/** Who asks, as far as can be told: by its token, else by its address and the program it says it is. */
function clientOf({ headers, socket }: IncomingMessage): string {
  const { authorization, 'user-agent': program = '' } = headers
  return `${authorization ?? ''}\n${socket.remoteAddress ?? ''}\n${program}`
}

/** A request in the name of the model that it stands for, without what is Magi's. */
function withModel(asked: unknown, model: string): Buffer {
  const { magi: _magi, ...fields } = isFields(asked) ? asked : {}
  return Buffer.from(JSON.stringify({ ...fields, model }))
}

/** What every answer of the endpoint says. */
export function commonHeaders(): Record<string, string> {
  return { 'x-magi-version': magiVersion() }
}

function sendText(response: ServerResponse, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
