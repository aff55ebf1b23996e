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
export { compareLine, compareTexts, extractLine, givenContext, groupLine } from './answer/answers-lines.ts'
export type { DecidingLayer } from './answer/equivalence/deciding-layer.ts'
export { type ClusterExplanation, explainClusters } from './answer/explain-clusters.ts'
export {
  explainGrouping,
  type GroupingExplanation,
  type SpellingExplanation,
} from './answer/explain-grouping.ts'
export {
  type ExtractionStep,
  type ExtractionTrace,
  explainExtraction,
  extractAnswer,
} from './answer/extract/extract.ts'
export { groupAnswers } from './answer/group-answers.ts'
export { type Sameness, sameAnswer } from './answer/same-answer.ts'
export {
  type CompareInput,
  type CompareOutput,
  compareInputSchema,
  compareOutputSchema,
  type ExtractInput,
  type ExtractOutput,
  extractInputSchema,
  extractOutputSchema,
  type GroupInput,
  type GroupOutput,
  groupInputSchema,
  groupOutputSchema,
  type LineError,
  lineErrorSchema,
} from './answer/schema.ts'
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
export {
  type ExitCode,
  exitCodes,
  MagiError,
  ModelNotFoundError,
  messageOf,
  RunFolderError,
  RuntimeError,
  UnreachableError,
  UsageError,
} from './errors.ts'
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
  type CompareOptions,
  compareRuns,
  type RunComparison,
} from './experiment/estimate/compare-runs.ts'
export type { ProblemOutcome } from './experiment/estimate/outcome.ts'
export { parseDisputes } from './experiment/grade-dispute.ts'
export { outcomeOfRecorded } from './experiment/outcome-of.ts'
export {
  lastAttempts,
  type RecordedProblem,
  type RecordedReading,
  type RecordedRun,
  recordedContext,
  recordedProblems,
} from './experiment/recorded-problems.ts'
export {
  type Finding,
  type RunResult,
  type RunSummary,
  runListSchema,
  runResultSchema,
  runSummarySchema,
  type Verification,
  verificationSchema,
} from './experiment/result-schema.ts'
export { type Revote, revoteProblem, revoteRun } from './experiment/revote.ts'
export {
  type BenchAllocation,
  type BenchOutcome,
  type BenchPlan,
  type BenchProblem,
  runBench,
} from './experiment/run-bench.ts'
export { promptOf, readResult, summariseRun } from './experiment/run-summary.ts'
export { problemSeeds } from './experiment/seeds.ts'
export {
  createSimulation,
  type Simulation,
  type SimulationPlan,
} from './experiment/simulate.ts'
export {
  type BudgetSimulation,
  type BudgetSimulationPlan,
  createBudgetSimulation,
  type SimulatedBudget,
} from './experiment/simulate-budget.ts'
export {
  type SimulationReport,
  type SimulationRow,
  simulationReportSchema,
} from './experiment/simulation-schema.ts'
export type { RecordedQuestion } from './experiment/trace/question.ts'
export { readTrace, traceName } from './experiment/trace/read-trace.ts'
export { verifyRun } from './experiment/verify-run.ts'
export { graderOf, questionOfRun, recordedOutcome, wholeVote } from './experiment/whole-vote.ts'
export type { Guard, GuardEvent } from './guard/guard.ts'
export { guardsFor } from './guard/guards.ts'
export type { LoopSettings, NothingNewSettings, PeriodSettings } from './guard/loop-settings.ts'
export { type ReadLine, readRecordedLine } from './guard/recorded-text.ts'
export {
  type Limits,
  limitsSchema,
  loopSchema,
  loopVerdictSchema,
  recordedTextSchema,
} from './guard/schema.ts'
export { findLoop, type LoopVerdict } from './guard/thinking-loop.ts'
export { writerOf } from './journal/lock.ts'
export { type Manifest, manifestSchema } from './journal/manifest.ts'
export { removeRun } from './journal/remove-run.ts'
export {
  createRun,
  findRun,
  listRunIds,
  newRunId,
  type OpenRun,
  readManifest,
  readProblemsOf,
  readSamples,
  requireSame,
  resumeRun,
  runFiles,
  runsFolder,
} from './journal/run-folder.ts'
export { listModelCards, loadModelCard } from './model-card.ts'
export type { ModelCard } from './model-card-schema.ts'
export { listPresets, loadPreset } from './preset.ts'
export type { Preset } from './preset-schema.ts'
export { goldAnswers, type Problem } from './problem.ts'
export { listProfiles, loadProfile } from './profile.ts'
export type { Profile } from './profile-schema.ts'
export { abstentionText, type BoardState, boardLines, type Lane } from './report/ballot-board.ts'
export { alignColumns } from './report/columns.ts'
export { type ComparisonJson, comparisonSchema } from './report/comparison-schema.ts'
export { comparisonJson, comparisonText } from './report/comparison-text.ts'
export {
  ballotText,
  extractionLines,
  groupingLines,
  voteExplanationLines,
} from './report/explanation-text.ts'
export { formatCount, formatMany, formatShare, formatSpan, oneLine } from './report/format.ts'
export { reportHtml } from './report/html/page.ts'
export { safeJson, safeJsonText } from './report/json.ts'
export type { RunReport, SourceReport } from './report/report.ts'
export { reportCsv } from './report/report-csv.ts'
export { reportJson } from './report/report-json.ts'
export { reportMarkdown } from './report/report-markdown.ts'
export { reportRun } from './report/report-run.ts'
export { reportText } from './report/report-text.ts'
export { reportTrace } from './report/report-trace.ts'
export { problemLines, runLines, sampleLines, wholeSampleLines } from './report/run-text.ts'
export {
  csvHeader,
  csvLine,
  type SampleRow,
  sampleColumns,
  sampleTable,
  textColumns,
} from './report/sample-table.ts'
export { runReportSchema } from './report/schema.ts'
export { simulationText } from './report/simulation-text.ts'
export { voteReport } from './report/vote-report.ts'
export { verdictText, voteAnswer, voteLines } from './report/vote-text.ts'
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
export { chatBody } from './runtime/request-body.ts'
export { parseRuntimeOptions } from './runtime-options.ts'
export { checkMachine, type MachinePlan } from './sample/check-machine.ts'
export type { Check } from './sample/check-model.ts'
export { type Draw, type DrawOptions, drawSample } from './sample/draw.ts'
export { type Drawer, type DrawerPlan, type OnTrip, openDrawer, retriesOf } from './sample/drawer.ts'
export { type ForcedDraw, type ForceWay, findForceWay, isStuck } from './sample/force.ts'
export { ModelWatch, type WatchPlan } from './sample/model-watch.ts'
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
export { type AbstainReason, ballotOf } from './vote/ballot.ts'
export { explainVote, type VoteExplainer } from './vote/explain-vote.ts'
export {
  type SampleExplanation,
  type VoteExplanation,
  voteExplanationSchema,
} from './vote/explanation-schema.ts'
export { type ReplayPlan, replayVote, type VotedSample } from './vote/replay-vote.ts'
export { expectedAgreement, riskAtStop, riskOfChange } from './vote/risk.ts'
export { runVote, type VoteCount, type VoteOutcome, type VotePlan } from './vote/run-vote.ts'
export { schedules } from './vote/schedule.ts'
export { type VoteReport, voteReportSchema } from './vote/schema.ts'
export { decideStop, fewestToDecide, type StopRule, withMinimum } from './vote/stop-rule.ts'
export { parseStopRule, stopRules } from './vote/stop-rules.ts'
export { stopState } from './vote/stop-state.ts'
export { type Tally, tallyBallots } from './vote/tally.ts'
export { decideVote, type TiePolicy, tiePolicies, type Vote } from './vote/vote.ts'
export { seedOf, type TrackOutcome, type TrackPlan, type VoteTask, VoteTrack } from './vote/vote-track.ts'
export { wilsonInterval } from './vote/wilson.ts'
