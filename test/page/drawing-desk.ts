import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/ground/clock.ts'
import { readManifest } from '../../src/journal/run-folder.ts'
import { answerHttp } from '../../src/page/answer-http.ts'
import type { AskDefaults, AskedVote, LiveVote, VoteDesk } from '../../src/page/desk.ts'
import { openPage } from '../../src/page/page.ts'
import { type WatchedVote, watchVote } from '../../src/run/live-vote.ts'
import { openModel } from '../../src/run/open-model.ts'
import type { VoteRun } from '../../src/run/opened-vote.ts'
import { resumeVote } from '../../src/run/resume-vote.ts'
import { resolveRunSettings } from '../../src/run/settings.ts'
import { beginVote, planVote, voteWish } from '../../src/run/vote-run.ts'

interface Drawing extends WatchedVote {
  readonly run: VoteRun
  readonly question: string
  readonly stop: AbortController
  readonly over: Promise<unknown>
}

/** A desk that draws by the run layer, everything at once: what a server does, without its queue. */
export class DrawingDesk implements VoteDesk {
  readonly runsFolder: string
  readonly #host: string
  /** What `magi serve` was told, over the defaults. */
  readonly #flags: Readonly<Record<string, unknown>>
  readonly #drawings = new Map<string, Drawing>()
  readonly #over: Promise<unknown>[] = []

  constructor(runsFolder: string, host: string, flags: Readonly<Record<string, unknown>> = {}) {
    this.runsFolder = runsFolder
    this.#host = host
    this.#flags = flags
  }

  votes(): LiveVote[] {
    return [...this.#drawings.values()].map(({ run, question, board, texts }) => ({
      runId: run.manifest.runId,
      question,
      model: run.model.name,
      board: board(),
      texts: texts(),
    }))
  }

  async defaults(): Promise<AskDefaults> {
    return { n: 16, answer: 'auto', preset: 'majority', presets: ['balanced', 'greedy', 'majority'] }
  }

  async begin({ prompt, ...flags }: AskedVote): Promise<string> {
    const settings = await resolveRunSettings(
      { command: 'vote', flags: { ...this.#flags, ...flags }, flagNames: {} },
      [],
    )
    const wish = voteWish({ settings, prompt, answer: { kind: settings.get('answer') } })
    const draft = planVote(await openModel({ where: { targets: [{ address: this.#host }], slots: 1 } }), wish)
    const stop = new AbortController()
    const origin = { place: { runs: this.runsFolder }, magiVersion: '0.0.0' }
    return this.#draw(
      await beginVote(draft, origin, { clock: systemClock, signal: stop.signal }),
      prompt,
      stop,
    )
  }

  async stop(runId: string): Promise<boolean> {
    const drawing = this.#drawings.get(runId)
    if (drawing === undefined) return false
    drawing.stop.abort(new Error('stopped'))
    await drawing.over
    return true
  }

  async resume(runId: string): Promise<void> {
    const folder = join(this.runsFolder, runId)
    const stop = new AbortController()
    const world = { clock: systemClock, signal: stop.signal }
    const hosts = [{ address: this.#host }]
    const run = await resumeVote({ folder, manifest: await readManifest(folder), hosts }, world)
    this.#draw(run, String(run.manifest.request.messages.at(-1)?.['content']), stop)
  }

  /** Settles when nothing is drawn any more. */
  async over(): Promise<void> {
    await Promise.all(this.#over)
  }

  #draw(run: VoteRun, question: string, stop: AbortController): string {
    const { runId } = run.manifest
    const watched = watchVote(run, systemClock)
    const over = run
      .draw(watched.listeners)
      .catch(() => undefined)
      .then(() => run.close())
      .finally(() => this.#drawings.delete(runId))
    this.#drawings.set(runId, { ...watched, run, question, stop, over })
    this.#over.push(over)
    return runId
  }
}

/** The page on a real server on loopback, closed after the test at the latest. */
export async function servePage(
  desk: VoteDesk,
  { token, port = 0 }: { readonly token?: string; readonly port?: number } = {},
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const page = openPage({ desk, clock: systemClock, token })
  const server = createServer((message, response) => {
    answerHttp(page, message, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(close)
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
