import { join } from 'node:path'
import type { AskedKind } from '../answer/answer.ts'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { Executor } from '../hosts/executor.ts'
import { readManifest } from '../journal/run-folder.ts'
import type { AskDefaults, AskedVote, LiveVote, VoteDesk } from '../page/desk.ts'
import { type AskListeners, type AskResult, loadAsk, planAsk } from '../run/ask.ts'
import { drawAsk } from '../run/draw-ask.ts'
import type { HostsWish } from '../run/hosts-wish.ts'
import { openModel } from '../run/open-model.ts'
import type { OpenModel } from '../run/opened-model.ts'
import type { VoteRun } from '../run/opened-vote.ts'
import { resumeVote } from '../run/resume-vote.ts'
import type { RunWorld } from '../run/run.ts'
import { beginVote, planVote, voteWish } from '../run/vote-run.ts'
import type { Message } from '../runtime/driver.ts'
import type { FairQueue, Ticket } from './fair-queue.ts'
import { KeptRuns } from './kept-runs.ts'
import { Metrics, stopwatch } from './metrics.ts'
import { RefusedError } from './refusal.ts'
import { ServedVote } from './served-vote.ts'
import { settingsFor, type VoteSay, type VoteSources, votingPresets } from './terms.ts'

/**
 * The votes of this process: the seam between what draws them and whoever looks on or asks.
 *
 * ```
 * begin(asked)     begins a vote, or puts it into the queue; the id of its run      the page
 * start(question)  the same for a question off the wire; the vote to follow         the endpoint
 * votes()          those that run or wait: ballots, lanes, texts so far, risk, place in the queue
 * stop(runId)      closes what is in flight, keeps what was drawn
 * resume(runId)    goes on with one that was stopped
 * ```
 *
 * `Votes` is the `VoteDesk` of the page (`page/desk.ts`); both ways of asking share one queue over the slots of the runtime. Each vote is
 * drawn through `run/`, and is a run on the disk unless runs are not kept.
 */
export class Votes implements VoteDesk {
  readonly runsFolder: string
  /** What was done since the start. */
  readonly metrics: Metrics
  readonly #world: VotesWorld
  readonly #votes = new Map<string, ServedVote>()
  readonly #kept: KeptRuns | undefined
  /** Votes and samples that are under way. */
  readonly #work = new Set<Promise<unknown>>()
  readonly #executors = new Map<string, Executor>()
  #models = new Map<string, { readonly atMs: number; readonly model: Promise<OpenModel> }>()

  constructor(world: VotesWorld) {
    this.#world = world
    this.runsFolder = world.runsFolder
    this.metrics = new Metrics(world.queue, () => this.#votes.size)
    this.#kept = world.keepRuns === undefined ? undefined : new KeptRuns(world.runsFolder, world.keepRuns)
  }

  /** Votes that are drawn or wait now. */
  get count(): number {
    return this.#votes.size
  }

  votes(): readonly LiveVote[] {
    return [...this.#votes.values()].map(({ run, question, ticket, board, texts }) => ({
      runId: run.manifest.runId,
      question,
      model: run.model.name,
      ...defined({ queuePlace: ticket.place() }),
      board,
      texts,
    }))
  }

  async defaults(): Promise<AskDefaults> {
    const { sources } = this.#world
    const settings = await settingsFor(sources, { command: 'vote' })
    return {
      n: settings.get('n'),
      answer: settings.get('answer'),
      preset: settings.preset.name,
      presets: await votingPresets(sources.folders),
    }
  }

  async begin({ prompt, ...asked }: AskedVote): Promise<string> {
    const sources = { ...this.#world.sources, flags: { ...this.#world.sources.flags, ...defined(asked) } }
    const vote = await this.#start({
      client: 'page',
      question: { history: [], prompt, images: [] },
      say: { command: 'vote' },
      sources,
    })
    return vote.run.manifest.runId
  }

  /**
   * Begins a vote on a question off the wire.
   *
   * @throws MagiError for what cannot be asked, where the queue is full, and where no runtime answers.
   */
  start(question: VoteStart): Promise<ServedVote> {
    return this.#start({ ...question, sources: this.#world.sources })
  }

  async stop(runId: string): Promise<boolean> {
    const vote = this.#votes.get(runId)
    if (vote === undefined) return false
    vote.stop.abort('stopped')
    await vote.over.catch(() => {})
    return true
  }

  async resume(runId: string): Promise<void> {
    if (this.#votes.has(runId)) return
    const folder = runFolderOf(this.runsFolder, runId)
    const ticket = this.#world.queue.enter('page')
    await this.#drawn(ticket, async (world) => {
      const manifest = await readManifest(folder)
      const { folders } = this.#world.sources
      const { targets: hosts, ...terms } = this.#world.where
      const wish = { folder, manifest, hosts, terms, folders, slots: this.#world.queue.slots }
      const run = await resumeVote(wish, world)
      return { run, question: String(manifest.request.messages.at(-1)?.['content'] ?? '') }
    })
  }

  /**
   * Draws one guarded sample: no vote, and no run.
   *
   * @throws MagiError for what stops it before.
   */
  async ask(start: VoteStart, signal: AbortSignal, listeners: AskListeners): Promise<AskResult> {
    const { client, question, say } = start
    const settings = await settingsFor(this.#world.sources, say)
    const ticket = this.#world.queue.enter(client)
    const work = (async () => {
      const leave = await ticket.turn(signal)
      try {
        signal.throwIfAborted()
        const model = await this.#model(start.model)
        const draft = planAsk(model, { settings, ...question })
        const world = { clock: this.#world.clock, signal }
        await loadAsk(draft, world, listeners)
        const asked = await drawAsk(draft, world, listeners)
        this.metrics.sample(asked.draw)
        return asked
      } finally {
        leave?.()
        ticket.leave()
      }
    })()
    return this.#underWay(work)
  }

  /** Stops all votes, and settles when nothing is under way. */
  async stopAll(): Promise<void> {
    for (const { stop } of this.#votes.values()) stop.abort('magi serve ends')
    await this.over()
  }

  /** Settles when nothing is under way. */
  async over(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work)
  }

  async #start(start: VoteStart & { readonly sources: VoteSources }): Promise<ServedVote> {
    const { queue, runsFolder, magiVersion, commandLine } = this.#world
    const { question, say, answer = {}, client } = start
    const settings = await settingsFor(start.sources, say)
    const { format } = question
    const kind: AskedKind = format === undefined ? settings.get('answer') : 'json'
    const wish = voteWish({ settings, ...question, answer: { ...answer, kind } })
    const ticket = queue.enter(client)
    return this.#drawn(ticket, async (world) => {
      const draft = planVote(await this.#model(start.model), wish)
      const { promptTokensEstimate: tokens, windowTokens } = draft.plan
      if (tokens >= windowTokens) {
        throw new RefusedError(
          400,
          `prompt-too-long: the conversation has about ${tokens} tokens, and the window has ${windowTokens}.`,
          'Shorten it, or give magi serve a profile with a larger num_ctx.',
        )
      }
      const place = this.#kept === undefined ? undefined : { runs: runsFolder }
      const run = await beginVote(draft, { place, magiVersion, commandLine }, world)
      return { run, question: question.prompt, mayBeProse: kind === 'auto' }
    })
  }

  async #drawn(
    ticket: Ticket,
    open: (world: RunWorld) => Promise<{ run: VoteRun; question: string; mayBeProse?: boolean }>,
  ): Promise<ServedVote> {
    const { clock } = this.#world
    const seconds = stopwatch(clock)
    const stop = new AbortController()
    const world: RunWorld = { clock, signal: stop.signal, turn: ticket.turn }
    try {
      const { run, question, mayBeProse = false } = await open(world)
      const { runId } = run.manifest
      const vote = new ServedVote({
        ...{ run, question, ticket, clock, stop, mayBeProse },
        onSample: (draw) => this.metrics.sample(draw),
      })
      this.#votes.set(runId, vote)
      this.#underWay(
        vote.over
          .then(
            ({ result }) => this.metrics.vote(result, seconds()),
            () => this.metrics.failedVote(),
          )
          .then(async () => {
            this.#votes.delete(runId)
            await this.#kept?.add(run.manifest)
          }),
      ).catch(() => {})
      return vote
    } catch (thrown) {
      ticket.leave()
      throw thrown
    }
  }

  #underWay<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work)
    work.catch(() => {}).finally(() => this.#work.delete(work))
    return work
  }

  /** The model, asked for anew where what is known of it is older than a few seconds. */
  #model(name: string | undefined): Promise<OpenModel> {
    const { clock, sources, allowRemote, where } = this.#world
    const key = name ?? ''
    const kept = this.#models.get(key)
    if (kept !== undefined && clock.nowMs() - kept.atMs < freshMs) return kept.model
    const model = openModel({ where, model: name, allowRemote, clock, folders: sources.folders }).then(
      (opened) => this.#sharing(opened),
    )
    this.#models.set(key, { atMs: clock.nowMs(), model })
    model.catch(() => this.#models.delete(key))
    return model
  }

  /** The same model on the same hosts is drawn by one pool, whoever asks: the slots of each host are those of all votes together. */
  #sharing(opened: OpenModel): OpenModel {
    if (opened.hosts === undefined) return opened
    const { digest } = opened.model
    const executor = this.#executors.get(digest) ?? opened.executor
    this.#executors.set(digest, executor)
    return { ...opened, executor }
  }
}

/** What is known of a model is asked for again after this time, in milliseconds. */
const freshMs = 3_000

/** What votes are drawn in. */
export interface VotesWorld {
  readonly clock: Clock
  readonly queue: FairQueue
  readonly sources: VoteSources
  readonly allowRemote: boolean
  readonly where: HostsWish
  readonly runsFolder: string
  /** Most runs of the endpoint that are kept; absent: none is written. */
  readonly keepRuns?: number | undefined
  readonly magiVersion: string
  readonly commandLine: string
}

/** A question off the wire. */
export interface VoteStart {
  /** Who asks, for the fairness of the queue. */
  readonly client: string
  /** Name of the model, as installed; absent: as `magi serve` was told. */
  readonly model?: string | undefined
  readonly question: {
    readonly history: readonly Message[]
    readonly prompt: string
    readonly images: readonly string[]
    readonly format?: unknown
  }
  readonly say: VoteSay
  readonly answer?: { readonly choices?: readonly string[]; readonly language?: string } | undefined
}

/** The folder of a run that a request names: an id, and never a path. */
function runFolderOf(runs: string, runId: string): string {
  if (/^[\w-]+$/.test(runId)) return join(runs, runId)
  throw new UsageError(`"${runId}" is no id of a run.`, { fix: 'Runs: magi runs list.' })
}
