import type { Clock } from '../../src/ground/clock.ts'
import { type ScriptedSample, sampleLines, wireJson } from './wire-lines.ts'

/** A place where a reply waits until the test lets it go on. */
export interface Hold {
  readonly type: 'hold'
  /** Settles when the reply has come this far: everything before it was handed to the socket. */
  readonly reached: Promise<void>
  readonly released: Promise<void>
  release(): void
  /** Called by the server. */
  reach(): void
}

/** A promise, and the call that settles it. */
export function promise<T>(): [Promise<T>, (value: T) => void] {
  let settle: (value: T) => void = () => {}
  const settled = new Promise<T>((resolve) => {
    settle = resolve
  })
  return [settled, settle]
}

/** One step of a reply. */
export type Step =
  | { readonly type: 'send'; readonly bytes: Buffer }
  /** Sends the status and the headers now, before any byte of the body. */
  | { readonly type: 'headers' }
  /** Waits on a clock. */
  | { readonly type: 'after'; readonly clock: Clock; readonly ms: number }
  | Hold
  /** Ends the body as the protocol says. */
  | { readonly type: 'end' }
  /** Breaks the connection (TCP reset). A client in another process may lose what it has not read yet: put a hold before it. */
  | { readonly type: 'reset' }
  /** Closes the server's side in the middle of the body, leaving the body unfinished. */
  | { readonly type: 'half-close' }
  /** Says nothing more and keeps the connection. */
  | { readonly type: 'stall' }

/** What the server answers to one request. Headers go out with the first byte of the body, as the runtime's do. */
export interface Reply {
  /** Absent: 200. `raw`: the bytes are written to the socket as they are, without any HTTP around them. */
  readonly status?: number | 'raw'
  readonly headers?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export function send(bytes: string | Uint8Array): Step {
  return { type: 'send', bytes: typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes) }
}

export const headersNow: Step = { type: 'headers' }
export const end: Step = { type: 'end' }
export const reset: Step = { type: 'reset' }
export const halfClose: Step = { type: 'half-close' }
export const stall: Step = { type: 'stall' }

/** Waits until `ms` milliseconds have passed on the test's own clock. */
export function after(clock: Clock, ms: number): Step {
  return { type: 'after', clock, ms }
}

/** A wait that the test ends by `release()`. */
export function hold(): Hold {
  const [reached, reach] = promise<void>()
  const [released, release] = promise<void>()
  return { type: 'hold', reached, released, release, reach }
}

/** A stream of steps under status 200, ended by the steps themselves. */
export function stream(...steps: Step[]): Reply {
  return { headers: { 'content-type': 'application/x-ndjson' }, steps }
}

/** A whole sample, one write a line. */
export function chatStream(sample: ScriptedSample): Reply {
  return stream(...sampleLines(sample).map((line) => send(line)), end)
}

/** A JSON body. */
export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    steps: [send(wireJson(value)), end],
  }
}

/** An error as the runtime sends it before the first byte of a stream. */
export function errorReply(status: number, error: string): Reply {
  return json({ error }, status)
}

/** The same bytes in pieces of `size` bytes; the other steps stay where they are. */
export function cut(reply: Reply, size: number): Reply {
  const steps = reply.steps.flatMap((step) => {
    if (step.type !== 'send') return [step]
    const parts: Step[] = []
    for (let at = 0; at < step.bytes.length; at += size) parts.push(send(step.bytes.subarray(at, at + size)))
    return parts
  })
  return { ...reply, steps }
}

/** The same steps with all neighbouring bytes in one write. */
export function joined(reply: Reply): Reply {
  const steps: Step[] = []
  for (const step of reply.steps) {
    const last = steps.at(-1)
    if (step.type === 'send' && last?.type === 'send') {
      steps[steps.length - 1] = send(Buffer.concat([last.bytes, step.bytes]))
    } else {
      steps.push(step)
    }
  }
  return { ...reply, steps }
}
