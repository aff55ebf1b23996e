import type { Clock } from '../ground/clock.ts'
import type { BusyError } from '../ground/errors.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { OpenRun } from '../journal/open-run.ts'
import type { Draw } from '../sample/draw.ts'
import type { PreparedModel } from '../sample/prepare.ts'
import type { Retry } from '../sample/sampler.ts'
import type { Part } from '../stream/part.ts'
import type { OpenModel } from './opened-model.ts'

/**
 * A run: settings in, outcome out. Whoever draws votes or experiments does it by these steps, the command line and the library alike:
 *
 * ```
 * settings.ts      what a run is told: RunSettings, from flags, files, or the options of a caller
 * open-model.ts    where it is drawn: OpenModel
 * vote-run.ts      planVote  → VoteDraft   what would be sent, and under which seeds; nothing is on the disk
 *                  beginVote → VoteRun       a run folder with a manifest
 * bench-run.ts     planBench, beginBench     the same for an experiment
 * resume-vote.ts, resume-bench.ts            a run that was begun before, from its folder
 *                  run.draw(listeners)       draws what is missing, and keeps what it comes to
 *                  run.close()
 * ```
 *
 * Nothing of it prints, reads the environment or ends the process. What happens on the way is told to listeners; time comes from a
 * clock, and a signal ends the drawing with what there is.
 */

/** What a run needs of the world around it. */
export interface RunWorld {
  readonly clock: Clock
  /** Ends the drawing: what is in flight is closed down to the socket, and recorded. */
  readonly signal?: AbortSignal | undefined
  /**
   * Waits until a sample may be drawn, where several runs share the slots of a runtime; absent: at once.
   *
   * @param signal - Gives up the wait.
   * @returns What gives the place back; `undefined` if the wait was given up.
   */
  readonly turn?: ((signal: AbortSignal) => Promise<(() => void) | undefined>) | undefined
}

/** Where a new run is kept: in a folder of its own, or below the folder of all runs under its id. */
export type RunPlace = { readonly folder: string } | { readonly runs: string }

/** What the manifest of a new run says beside how it is drawn. */
export interface RunOrigin {
  /** Where it is kept; absent: nowhere, and it is gone with the process. */
  readonly place?: RunPlace | undefined
  /** The command as it was typed, without credentials. */
  readonly commandLine?: string | undefined
  readonly magiVersion: string
}

/** Where a run is kept while it is drawn. */
export type RunStore = Omit<OpenRun, 'folder'> & { readonly folder?: string }

/** What a run that is opened draws with. */
export interface RunWork extends Pick<OpenModel, 'driver' | 'model' | 'executor'> {
  readonly store: RunStore
  readonly world: RunWorld
}

/** A run that can be drawn: a vote or an experiment. */
export interface OpenedRun {
  readonly manifest: Manifest
  /** Address of the runtime that draws it, without credentials. */
  readonly host: string
  readonly model: PreparedModel
  /** The folder it is kept in; absent where it is kept nowhere. */
  readonly folder?: string
  /** What was mended or taken over on opening: sentences for the user. */
  readonly notices: readonly string[]
  /** Loads the model; `draw` does it where it was not done. */
  load(listeners?: LoadListeners): Promise<void>
  /** Lets the folder go. A run is closed once, whatever came of it. */
  close(): Promise<void>
}

/** Told of what happens while the model is loaded. */
export interface LoadListeners {
  /** The runtime's queue is full; the request is sent again after `waitMs`. */
  readonly onBusy?: ((error: BusyError, waitMs: number) => void) | undefined
}

/** How much a notice matters: a `note` says what is done, a `warning` what the user should look at. */
export type NoticeWeight = 'note' | 'warning'

/** Told of what happens to each sample. All must be quick: the drawing waits for them. */
export interface DrawListeners<Task> extends LoadListeners {
  /** What the user should know of the model while it is drawn from, once each. */
  readonly onNotice?: ((text: string, weight: NoticeWeight) => void) | undefined
  /** The model is loaded, and the first sample comes next: waited for. */
  readonly onReady?: (() => void | Promise<void>) | undefined
  /** A sample begins in a slot, from 0. */
  readonly onLaunch?: ((task: Task, slot: number) => void) | undefined
  readonly onPart?: ((part: Part, task: Task, slot: number) => void) | undefined
  /** A request that failed before anything came is sent again. */
  readonly onRetry?: ((retry: Retry, task: Task, slot: number) => void) | undefined
  /** A sample has ended, and is not counted yet. */
  readonly onEnd?: ((draw: Draw, task: Task, slot: number) => void) | undefined
}
