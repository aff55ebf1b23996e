/**
 * Magi as a library: the same program that the command line is. docs/library.md shows how to use it.
 *
 * Nothing here prints, reads the environment or exits, and importing it has no side effect. What cannot be done at all is thrown as a
 * `MagiError`; what becomes of one sample is its ending, a value. Times are in milliseconds where a name says `Ms`. What works without a
 * runtime has entries of its own: `magi/answers`, `magi/estimate`, `magi/report`, `magi/schemas`, `magi/demo`.
 */

// Open a runtime, ask, vote, draw an experiment.

export { openRuntime, type PromptPlan, type Runtime } from './run/open-runtime.ts'
export type { BenchListeners, BenchResult, BenchRun } from './run/opened-bench.ts'
export type { Unsaved, VoteListeners, VoteResult, VoteRun } from './run/opened-vote.ts'
export type {
  AskOptions,
  BenchOptions,
  OpenOptions,
  PlanOptions,
  ResumeOptions,
  RunOptions,
  SampleOptions,
  VoteOptions,
} from './run/options.ts'
export type { DrawListeners, LoadListeners, NoticeWeight, OpenedRun } from './run/run.ts'

// Runs on the disk: list, open, go on, check, remove.

export { verifyRun } from './experiment/verify-run.ts'
export { magiVersion } from './ground/package-root.ts'
export { type Removal, removeRun } from './journal/remove-run.ts'
export { findRun, runsFolder } from './journal/run-folder.ts'
export { type DamagedRun, type KeptRun, listRuns, openRun, type RunList } from './run/open-run.ts'
export { resumeRun } from './run/resume-run.ts'

// Presets, profiles, model cards: the built-in ones and your own.

export { listModelCards } from './config/model-card.ts'
export type { ModelCard } from './config/model-card-schema.ts'
export type { ConfigFolders, NamedConfig } from './config/named-config.ts'
export { listPresets } from './config/preset.ts'
export type { Preset } from './config/preset-schema.ts'
export { listProfiles } from './config/profile.ts'
export type { Profile } from './config/profile-schema.ts'

// What comes back.

export type { AnswerContext, AskedKind } from './answer/answer.ts'
export type { Problem } from './config/problem.ts'
export type { BudgetLimits } from './experiment/budget.ts'
export type { RunResult, RunSummary, Verification } from './experiment/result-schema.ts'
export type { BenchOutcome, BenchTask } from './experiment/run-bench.ts'
export type { Manifest } from './journal/manifest.ts'
export type {
  DrawRequest,
  Driver,
  InstalledModel,
  LoadedModel,
  ModelDetails,
  RuntimeOptions,
  Think,
} from './runtime/driver.ts'
export type { Draw } from './sample/draw.ts'
export type { OnTrip } from './sample/drawer.ts'
export type { SamplePlan } from './sample/plan.ts'
export type { PreparedModel } from './sample/prepare.ts'
export type { Sample, SampleAnswer, SampleEnd } from './sample/sample.ts'
export type { Retry } from './sample/sampler.ts'
export type { Part } from './stream/part.ts'
export type { VoteExplanation } from './vote/explanation-schema.ts'
export type { VotingPolicy } from './vote/policy.ts'
export type { TrackOutcome } from './vote/rule-watch.ts'
export type { RunBreak } from './vote/run-break.ts'
export type { VoteCount, VoteOutcome } from './vote/run-vote.ts'
export type { VoteReport } from './vote/schema.ts'
export type { Tally, TallyCluster } from './vote/tally.ts'
export type { Vote } from './vote/vote.ts'
export type { VoteTask } from './vote/vote-task.ts'
export type { VoteTrack } from './vote/vote-track.ts'

// What goes wrong, and time.

export { type CancelTimer, type Clock, systemClock } from './ground/clock.ts'
export {
  BusyError,
  MagiError,
  ModelNotFoundError,
  RunFolderError,
  RuntimeError,
  UnreachableError,
  UsageError,
} from './ground/errors.ts'
