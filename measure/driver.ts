import { spawn } from 'node:child_process'
import { createServer, request as httpRequest, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { Ollama } from 'ollama'
import pLimit from 'p-limit'
import { openRequest } from '../src/runtime/http-request.ts'
import { createOllamaDriver } from '../src/runtime/ollama.ts'
import { ThinkingSplitter } from '../src/stream/split-thinking.ts'
import { textLine, wireLine } from '../test/support/wire-lines.ts'

/** One way of reading a stream. Gives the characters read, so that no reader can skip the work. */
type Reader = (host: string) => Promise<number>

const samples = 32
const slots = 4
const request = { model: 'magistral', messages: [{ role: 'user' as const, content: 'What is 6 x 7?' }] }

/** The least a reader can do: split at line feeds and parse. */
const bare: Reader = (host) =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(`${host}/api/chat`, { method: 'POST', agent: false }, (response) => {
      let chars = 0
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const { message } = JSON.parse(line) as { message: { thinking?: string; content: string } }
          chars += (message.thinking ?? message.content).length
        }
      })
      response.on('end', () => resolve(chars))
    })
    sent.on('error', reject)
    sent.end(JSON.stringify({ ...request, stream: true }))
  })

/** The client in its ordinary use. */
const client: Reader = async (host) => {
  let chars = 0
  for await (const { message } of await new Ollama({ host }).chat({ ...request, stream: true })) {
    chars += (message.thinking ?? message.content).length
  }
  return chars
}

/** The client over a fetch of our own, and our splitter behind it; its lines are not checked beforehand. */
const clientOverOwnFetch: Reader = async (host) => {
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const { response } = openRequest({
      method: 'POST',
      url: String(input),
      headers: init.headers as Record<string, string>,
      body: String(init.body),
    })
    const chunks = (await response)[Symbol.asyncIterator]()
    return { ok: true, body: { getReader: () => ({ read: () => chunks.next(), releaseLock() {} }) } }
  }
  const splitter = new ThinkingSplitter()
  const ollama = new Ollama({ host, fetch: fetch as unknown as typeof globalThis.fetch })
  let chars = 0
  for await (const { message } of await ollama.chat({ ...request, stream: true })) {
    const text = { thinking: message.thinking ?? '', content: message.content }
    for (const part of splitter.split(text, 1)) if ('text' in part) chars += part.text.length
  }
  return chars
}

const driver: Reader = async (host) => {
  let chars = 0
  const stream = createOllamaDriver(host).draw({ ...request, options: {} }, new AbortController().signal)
  for await (const part of stream) if ('text' in part) chars += part.text.length
  return chars
}

const readers: Readonly<Record<string, Reader>> = { bare, client, clientOverOwnFetch, driver }

interface Load {
  readonly tokens: number
  /** Absent: as fast as they are read, 64 lines a write. */
  readonly paceMs?: number
}

const loads: Readonly<Record<string, Load>> = {
  full: { tokens: 8_000 },
  paced: { tokens: 400, paceMs: 2 },
}

/** Serves one load on loopback. Prints its address. */
export function serve(name: string): void {
  const { tokens, paceMs } = loads[name] ?? { tokens: 1 }
  const lines = Array.from({ length: tokens }, (_, at) =>
    at < tokens - 10 ? textLine({ thinking: ` token${at % 100}` }) : textLine({ text: ` ${at}` }),
  )
  lines.push(wireLine({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' }))
  const server = createServer((incoming, response) => {
    incoming.resume()
    incoming.on(
      'end',
      () => void (paceMs === undefined ? pour(response, lines) : drip(response, lines, paceMs)),
    )
  })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
  })
}

async function pour(response: ServerResponse, lines: readonly string[]): Promise<void> {
  for (let at = 0; at < lines.length; at += 64) {
    if (!response.write(lines.slice(at, at + 64).join(''))) {
      await new Promise((resolve) => response.once('drain', resolve))
    }
  }
  response.end()
}

/** Keeps to the clock: a late tick is followed by an early one. */
function drip(response: ServerResponse, lines: readonly string[], paceMs: number): void {
  const startMs = performance.now()
  const next = (at: number) => {
    response.write(lines[at])
    if (at + 1 === lines.length) response.end()
    else setTimeout(next, startMs + (at + 1) * paceMs - performance.now(), at + 1)
  }
  next(0)
}

/** Draws all samples with one reader, and prints what that took of this process. */
export async function draw(name: string, host: string): Promise<void> {
  const read = readers[name] as Reader
  const limit = pLimit(slots)
  const startMs = performance.now()
  const chars = await Promise.all(Array.from({ length: samples }, () => limit(() => read(host))))
  const { user, system } = process.cpuUsage()
  const wallMs = performance.now() - startMs
  process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1_000, wallMs, chars: chars[0] })}\n`)
}

/** Runs one of the functions above in a process of its own, and gives its first line. */
async function apart(call: string): Promise<{ line: string; stop: () => void }> {
  const child = spawn(
    process.execPath,
    ['-e', `import(${JSON.stringify(import.meta.url)}).then((m) => m.${call})`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  for await (const line of createInterface({ input: child.stdout })) return { line, stop: () => child.kill() }
  throw new Error(`${call} printed nothing`)
}

interface Taken {
  readonly cpuMs: number
  readonly wallMs: number
}

/**
 * CPU of reading streams by the driver, against the bare reader and the client in its ordinary use. All measured in processes of
 * their own, start included, taking turns; medians.
 *
 * @param args - How many rounds (default 5).
 */
export async function run(args: string[]): Promise<void> {
  const rounds = Number(args[0] ?? 5)
  for (const [load, { tokens }] of Object.entries(loads)) {
    const server = await apart(`serve(${JSON.stringify(load)})`)
    const taken = new Map<string, Taken[]>()
    for (let round = 0; round < rounds; round++) {
      for (const name of Object.keys(readers)) {
        const { line } = await apart(`draw(${JSON.stringify(name)}, ${JSON.stringify(server.line)})`)
        taken.set(name, [...(taken.get(name) ?? []), JSON.parse(line) as Taken])
      }
    }
    server.stop()
    const base = median((taken.get('client') ?? []).map(({ cpuMs }) => cpuMs))
    process.stdout.write(`${load}: ${samples} samples of ${tokens} tokens, ${slots} at once (measured)\n`)
    for (const [name, all] of taken) {
      const cpuMs = median(all.map((each) => each.cpuMs))
      const perToken = (1_000 * cpuMs) / (samples * tokens)
      const wallMs = median(all.map((each) => each.wallMs))
      process.stdout.write(
        `  ${name.padEnd(20)} CPU ${cpuMs.toFixed(0).padStart(6)} ms ${perToken.toFixed(2).padStart(7)} µs a token` +
          `  ${(cpuMs / base).toFixed(2)} × client  wall ${wallMs.toFixed(0)} ms\n`,
      )
    }
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
