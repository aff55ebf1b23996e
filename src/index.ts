/**
 * Magi as a library: the same program that the command line is.
 *
 * Nothing here prints, reads the environment or exits, and importing it has no side effect.
 */

export type {
  AnswerCluster,
  AnswerContext,
  AnswerKind,
  AskedKind,
  Extraction,
  Grouping,
} from './answer/answer.ts'
export { answerKinds } from './answer/answer.ts'
export { answerGrouper } from './answer/answer-grouper.ts'
export { extractAnswer } from './answer/extract/extract.ts'
export { groupAnswers } from './answer/group-answers.ts'
export { sameAnswer } from './answer/same-answer.ts'
export { type Clock, systemClock } from './clock.ts'
export {
  type ConfigFiles,
  type Resolved,
  readConfigFiles,
  resolveOptions,
  resolveSetting,
  resolveSettings,
} from './config.ts'
export { demoRun } from './demo/coin-samples.ts'
export { startDemoRuntime } from './demo/runtime.ts'
export { formatDuration, parseDuration } from './duration.ts'
export * from './errors.ts'
export { answerContextOf } from './experiment/answer-context.ts'
export type { BudgetLimits } from './experiment/budget.ts'
export { budgetAllocation, budgetMost, parseBudget } from './experiment/budget-allocation.ts'
export { builtInDataset, builtInDatasets } from './experiment/dataset/built-in.ts'
export { datasetDigest } from './experiment/dataset/digest.ts'
export { parseFieldFlags } from './experiment/dataset/field-flags.ts'
export { readDataset } from './experiment/dataset/read-dataset.ts'
export { selectProblems } from './experiment/dataset/select.ts'
export { loadTemplate, renderPrompt } from './experiment/dataset/template.ts'
export {
  type BenchAllocation,
  type BenchOutcome,
  type BenchPlan,
  type BenchProblem,
  runBench,
} from './experiment/run-bench.ts'
export { problemSeeds } from './experiment/seeds.ts'
export type { Guard, GuardEvent } from './guard/guard.ts'
export { guardsFor } from './guard/guards.ts'
export { type Limits, limitsSchema } from './guard/schema.ts'
export { type Manifest, manifestSchema } from './journal/manifest.ts'
export {
  createRun,
  findRun,
  listRunIds,
  newRunId,
  type OpenRun,
  readManifest,
  readProblemsOf,
  readSamples,
  resumeRun,
  runFiles,
  runsFolder,
} from './journal/run-folder.ts'
export { listModelCards, type ModelCard } from './model-card.ts'
export { listPresets, loadPreset, type Preset } from './preset.ts'
export { goldAnswers, type Problem } from './problem.ts'
export { listProfiles, loadProfile, type Profile } from './profile.ts'
export { type BoardState, boardLines, type Lane } from './report/ballot-board.ts'
export { formatCount, formatShare, formatSpan, oneLine } from './report/format.ts'
export { safeJson } from './report/json.ts'
export { voteReport } from './report/vote-report.ts'
export { voteAnswer, voteLines } from './report/vote-text.ts'
export type {
  DrawRequest,
  Driver,
  InstalledModel,
  LoadedModel,
  Message,
  ModelDetails,
  RuntimeOptions,
  Think,
} from './runtime/driver.ts'
export { createOllamaDriver } from './runtime/ollama.ts'
export { parseRuntimeOptions } from './runtime-options.ts'
export { type Check, checkMachine, type MachinePlan } from './sample/check-machine.ts'
export { type Draw, type DrawOptions, drawSample } from './sample/draw.ts'
export { type Drawer, type DrawerPlan, type OnTrip, openDrawer } from './sample/drawer.ts'
export { type ForcedDraw, type ForceWay, findForceWay, isStuck } from './sample/force.ts'
export { type PlanInput, planSamples, type SamplePlan } from './sample/plan.ts'
export { drawPool } from './sample/pool.ts'
export { loadModel, type PreparedModel, prepareModel } from './sample/prepare.ts'
export { recordOf, type SampleIdentity } from './sample/record.ts'
export { type Sample, type SampleAnswer, type SampleEnd, sampleSchema } from './sample/sample.ts'
export {
  drawTask,
  type Retry,
  type SamplerPlan,
  type SampleTask,
} from './sample/sampler.ts'
export { settings } from './settings.ts'
export type { Part, Usage } from './stream/part.ts'
export { cleanForTerminal, type TerminalText, terminalText } from './stream/terminal-text.ts'
export { answerOf } from './vote/answer-of.ts'
export { riskOfChange } from './vote/risk.ts'
export { runVote, type VoteCount, type VoteOutcome, type VotePlan } from './vote/run-vote.ts'
export { schedules } from './vote/schedule.ts'
export { type VoteReport, voteReportSchema } from './vote/schema.ts'
export { decideStop, fewestToDecide, type StopRule, withMinimum } from './vote/stop-rule.ts'
export { parseStopRule, stopRules } from './vote/stop-rules.ts'
export { stopState } from './vote/stop-state.ts'
export { type Tally, tallyBallots } from './vote/tally.ts'
export { decideVote, type TiePolicy, tiePolicies, type Vote } from './vote/vote.ts'
export { seedOf, type TrackOutcome, type VoteTask, VoteTrack } from './vote/vote-track.ts'
export { wilsonInterval } from './vote/wilson.ts'
