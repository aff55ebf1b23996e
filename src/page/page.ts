import type { Clock } from '../ground/clock.ts'
import { MagiError } from '../ground/errors.ts'
import { type PageAccess, pageAccess } from './access.ts'
import { asset } from './assets.ts'
import type { AskedVote, VoteDesk } from './desk.ts'
import { askedVote, readForm, requireAskable } from './form.ts'
import { homeEvents, runEvents } from './live-events.ts'
import {
  htmlReply,
  type PageReply,
  type PageRequest,
  pageRoot,
  runAddress,
  safeHeaders,
  seeOther,
} from './page-request.ts'
import { oneSamplePage, type RunVisit, runPage } from './run-page.ts'
import { lastRuns, searchRuns, summaryOfRun } from './run-search.ts'
import { loginPage, troublePage } from './view/frame.ts'
import { type Home, homePage } from './view/home.ts'
import { runListPage } from './view/run-list.ts'

/** What the page is served from. */
export interface PageWorld {
  readonly desk: VoteDesk
  readonly clock: Clock
  /** What visitors must give once; absent where everybody who reaches the page may see it. */
  readonly token?: string | undefined
  /** Aborts when the server takes nothing new: pages that move are told of the votes that still run, and then no more. */
  readonly closing?: AbortSignal | undefined
}

/** Answers every request at the address of the page or below it. */
export type Page = (request: PageRequest) => Promise<PageReply>

/** Runs on the first page. */
const lastShown = 8

/** Opens the page. It reads the folder of runs, and moves votes through the desk alone. */
export function openPage({ desk, clock, token, closing }: PageWorld): Page {
  const access = pageAccess(token)
  const site = new Site(desk, clock, access, closing)
  return async (request) => {
    try {
      return await answer(request, site, access)
    } catch (thrown) {
      if (request.signal.aborted) throw thrown
      return refusal(thrown)
    }
  }
}

async function answer(request: PageRequest, site: Site, access: PageAccess): Promise<PageReply> {
  const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead && request.method !== 'POST') return wrongMethod('GET, HEAD, POST')
  if (isRead) {
    const file = asset(path)
    if (file !== undefined) return file
  }
  if (path === `${pageRoot}/login`) return isRead ? seeOther(pageRoot) : logIn(request, access)
  if (!access.mayEnter(request)) {
    return htmlReply(loginPage(isRead ? path : pageRoot, false), 401, { 'www-authenticate': 'Bearer' })
  }
  const names = segments(path)
  const reply = isRead ? site.show(names, request) : site.move(names, request)
  return (await reply) ?? notFound(path)
}

/** The names below the address of the page, decoded; `undefined` where one cannot be. */
function segments(path: string): readonly string[] | undefined {
  try {
    return path.slice(pageRoot.length).split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return undefined
  }
}

/** Takes the token, and sends on to where the visitor wanted to go: on this page and nowhere else. */
async function logIn(request: PageRequest, access: PageAccess): Promise<PageReply> {
  requireOwnPage(request)
  const form = await readForm(request)
  const wanted = form.get('to') ?? ''
  const to = /^\/magi(?:\/\w[\w.%-]*)*$/.test(wanted) ? wanted : pageRoot
  if (!access.isToken(form.get('token') ?? '')) return htmlReply(loginPage(to, true), 401)
  return seeOther(to, { 'set-cookie': access.cookie })
}

/** Everything that a visitor who may enter can see and do. */
class Site {
  readonly #desk: VoteDesk
  readonly #clock: Clock
  readonly #access: PageAccess
  readonly #closing: AbortSignal | undefined

  constructor(desk: VoteDesk, clock: Clock, access: PageAccess, closing: AbortSignal | undefined) {
    this.#desk = desk
    this.#clock = clock
    this.#access = access
    this.#closing = closing
  }

  async show(
    [first, name, below, problem, index, ...more]: readonly string[] = ['?'],
    request: PageRequest,
  ): Promise<PageReply | undefined> {
    const { signal, query } = request
    const { formToken } = this.#access
    const watch = { desk: this.#desk, clock: this.#clock, signal, closing: this.#closing }
    if (first === undefined) return this.#home({}, signal)
    if (first === 'events' && name === undefined) return eventReply(homeEvents(watch, formToken))
    if (first !== 'runs') return undefined
    if (name === undefined) {
      const search = (query.get('q') ?? '').trim().slice(0, 200)
      const place = Math.min(1e6, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1))
      return htmlReply(runListPage(await searchRuns(this.#desk.runsFolder, { search, place, signal })))
    }
    if (below === undefined) return runPage(name, this.#visit(signal))
    if (below === 'events' && problem === undefined)
      return eventReply(
        runEvents(watch, { runId: name, formToken }, () => summaryOfRun(this.#desk.runsFolder, name)),
      )
    if (below !== 'samples' || problem === undefined || more.length > 0) return undefined
    if (index === undefined || !/^\d{1,9}$/.test(index)) return undefined
    return oneSamplePage(name, { problem, index: Number(index) }, this.#visit(signal))
  }

  /** What a form asks to be done. */
  async move(names: readonly string[] = ['?'], request: PageRequest): Promise<PageReply | undefined> {
    requireOwnPage(request)
    const form = await readForm(request)
    if (!this.#access.isFormToken(form.get('form') ?? '')) {
      const message = 'This form is not of this page, or of one from before magi serve was started anew.'
      return htmlReply(
        troublePage('Form refused', message, 'Load the page again, and send it once more.'),
        403,
      )
    }
    const [first, name, verb, ...more] = names
    if (first === 'ask' && name === undefined) return this.#ask(askedVote(form), request.signal)
    if (first !== 'runs' || name === undefined || more.length > 0) return undefined
    if (verb === 'stop') {
      // The page that follows shows the vote as it was left, with the button that goes on with it.
      await this.#desk.stop(name)
      return seeOther(runAddress(name))
    }
    if (verb !== 'resume') return undefined
    try {
      await this.#desk.resume(name)
    } catch (thrown) {
      if (!(thrown instanceof MagiError)) throw thrown
      return runPage(name, { ...this.#visit(request.signal), refused: thrown })
    }
    return seeOther(runAddress(name))
  }

  async #ask(asked: AskedVote, signal: AbortSignal): Promise<PageReply> {
    try {
      requireAskable(asked, await this.#desk.defaults())
      return seeOther(runAddress(await this.#desk.begin(asked)))
    } catch (thrown) {
      if (!(thrown instanceof MagiError)) throw thrown
      const { message, fix } = thrown
      return this.#home({ refused: { asked, message, fix } }, signal, statusOf(thrown))
    }
  }

  async #home(what: Pick<Home, 'refused'>, signal: AbortSignal, status = 200): Promise<PageReply> {
    const desk = this.#desk
    const recent = await lastRuns(desk.runsFolder, lastShown, signal)
    const { formToken } = this.#access
    const defaults = await desk.defaults()
    const nowMs = this.#clock.nowMs()
    return htmlReply(homePage({ ...what, defaults, votes: desk.votes(), recent, nowMs, formToken }), status)
  }

  #visit(signal: AbortSignal): RunVisit {
    const { formToken } = this.#access
    return { desk: this.#desk, nowMs: this.#clock.nowMs(), formToken, signal }
  }
}

/** A form that another site sent, as far as the browser says it, is refused before anything is read. */
function requireOwnPage({ headers }: PageRequest): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  throw new ForeignFormError(`The form was sent from another site (${site}).`, {
    fix: 'Open the page itself, and send it from there.',
  })
}

/** A form that did not come from the page. */
class ForeignFormError extends MagiError {
  readonly code = 'foreign-form'
  readonly exitCode = 1
}

function eventReply(body: AsyncIterable<string>): PageReply {
  return { status: 200, headers: { ...safeHeaders, 'content-type': 'text/event-stream' }, body }
}

function notFound(path: string): PageReply {
  return htmlReply(troublePage('Not here', `There is nothing at ${path}.`, 'Begin at the first page.'), 404)
}

function wrongMethod(allow: string): PageReply {
  return htmlReply(troublePage('Not so', 'The page takes GET and POST.', ''), 405, { allow })
}

/** Statuses of what can be refused, by the code of the error. */
const statuses: Readonly<Record<string, number>> = {
  usage: 400,
  'foreign-form': 403,
  'model-not-found': 404,
  busy: 503,
  unreachable: 502,
}

function statusOf({ code }: MagiError): number {
  return statuses[code] ?? 500
}

/** What went wrong, for a person; what nobody expected is said without its inside. */
function refusal(thrown: unknown): PageReply {
  if (!(thrown instanceof MagiError)) throw thrown
  return htmlReply(troublePage('This did not go', thrown.message, thrown.fix), statusOf(thrown))
}
