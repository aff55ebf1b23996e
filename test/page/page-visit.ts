import { parseHTML } from 'linkedom'
import type { AskDefaults, AskedVote, LiveVote, VoteDesk } from '../../src/page/desk.ts'
import { openPage, type Page } from '../../src/page/page.ts'
import type { PageReply } from '../../src/page/page-request.ts'
import { FakeClock } from '../support/fake-clock.ts'

/** The part of a page that tests look at. */
export interface Element {
  readonly textContent: string | null
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
  getAttribute(name: string): string | null
  querySelector(selector: string): Element | null
  querySelectorAll(selector: string): Iterable<Element>
}

export const all = (page: string, selector: string): Element[] => [
  ...(parseHTML(page).document as unknown as Element).querySelectorAll(selector),
]

export const texts = (page: string, selector: string): string[] =>
  all(page, selector).map(({ textContent }) => textContent ?? '')

/** A vote that is drawn in two slots, with one ballot counted. */
export function liveVote(changes: Partial<LiveVote> = {}): LiveVote {
  const cluster = { kind: 'number', votes: 1, weight: 1, spellings: ['42'], samples: [0] } as const
  return {
    runId: '20261122T101500Z-k3f9',
    question: 'What is 6 × 7?',
    model: 'magistral:24b',
    board: {
      lanes: [
        { index: 1, phase: 'thinking', tokens: 120, startedAtMs: 0, firstPartAtMs: 0, lastPartAtMs: 1_000 },
        undefined,
      ],
      tally: { drawn: 1, ballots: 1, clusters: [{ answer: '42', ...cluster }], abstained: {} },
      asked: 16,
      risk: 0.25,
      startedAtMs: 0,
      fewest: 3,
    },
    texts: [{ index: 1, thinking: 'Six times seven', answer: '' }],
    ...changes,
  }
}

/** A desk that only notes what it is told. */
export class NotingDesk implements VoteDesk {
  readonly runsFolder: string
  running: LiveVote[] = []
  readonly told: unknown[] = []
  /** Thrown by whatever is asked next. */
  refusal: Error | undefined

  constructor(runsFolder: string) {
    this.runsFolder = runsFolder
  }

  votes(): readonly LiveVote[] {
    return this.running
  }

  async defaults(): Promise<AskDefaults> {
    return { n: 16, answer: 'auto', preset: 'majority', presets: ['majority', 'balanced'] }
  }

  async begin(asked: AskedVote): Promise<string> {
    this.#note(['begin', asked])
    return '20261122T101500Z-k3f9'
  }

  async stop(runId: string): Promise<boolean> {
    this.#note(['stop', runId])
    return true
  }

  async resume(runId: string): Promise<void> {
    this.#note(['resume', runId])
  }

  #note(call: unknown): void {
    if (this.refusal !== undefined) throw this.refusal
    this.told.push(call)
  }
}

/** A reply, read to its end. */
export interface ReadReply extends Omit<PageReply, 'body'> {
  readonly body: string
}

/** A page with a desk that only notes, and a browser that speaks to it. */
export function visit(runsFolder = '/nowhere', token?: string) {
  const desk = new NotingDesk(runsFolder)
  const clock = new FakeClock()
  const page = openPage({ desk, clock, token })
  const ask = (path: string, headers: Record<string, string> = {}) => request(page, 'GET', path, '', headers)
  return {
    ...{ desk, clock, page, get: ask },
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      request(page, 'POST', path, new URLSearchParams(fields).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      }),
    /** What every form of the page carries. */
    async formToken(headers: Record<string, string> = {}): Promise<string> {
      const { body } = await ask('/magi', headers)
      return all(body, 'input[name=form]')[0]?.getAttribute('value') ?? ''
    },
  }
}

export async function request(
  page: Page,
  method: string,
  address: string,
  body: string,
  headers: Record<string, string>,
): Promise<ReadReply> {
  const [path = '', query = ''] = address.split('?')
  const reply = await page({
    ...{ method, path, headers, query: new URLSearchParams(query), body: async () => body },
    signal: new AbortController().signal,
  })
  if (typeof reply.body === 'string') return { ...reply, body: reply.body }
  let whole = ''
  for await (const piece of reply.body) whole += piece
  return { ...reply, body: whole }
}
