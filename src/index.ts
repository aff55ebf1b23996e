/**
 * Magi as a library: the same program that the command line is. docs/library.md shows how to use it.
 *
 * Nothing here prints, reads the environment or exits, and importing it has no side effect. What cannot be done at all is thrown as a
 * `MagiError`; what becomes of one sample is its ending, a value. Times are in milliseconds where a name says `Ms`.
 */

// Open a runtime, ask, vote.

export { voteReport } from './report/vote-report.ts'
export { voteAnswer, voteLines } from './report/vote-text.ts'
export { openRuntime, type PromptPlan, type Runtime } from './run/open-runtime.ts'
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
export type { VoteCount, VoteOutcome } from './vote/run-vote.ts'
export type { Vote } from './vote/vote.ts'

// Presets, profiles, model cards: the built-in ones and your own.

export { listModelCards, loadModelCard } from './config/model-card.ts'
export { type ModelCard, modelCardSchema } from './config/model-card-schema.ts'
export { listPresets, loadPreset } from './config/preset.ts'
export { type Preset, presetSchema } from './config/preset-schema.ts'
export { listProfiles, loadProfile } from './config/profile.ts'
export { type Profile, profileSchema } from './config/profile-schema.ts'

// Find, compare and group answers.

export {
  type AnswerCluster,
  type AnswerContext,
  type AnswerKind,
  type AskedKind,
  answerKinds,
  type Extraction,
  type Grouping,
} from './answer/answer.ts'
export { answerGrouper } from './answer/answer-grouper.ts'
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
export { jsonFits } from './answer/json-schema.ts'
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

// Count ballots, and stop at the right moment.

export { answerOf } from './vote/answer-of.ts'
export { type AbstainReason, ballotOf } from './vote/ballot.ts'
export { explainVote, type VoteExplainer } from './vote/explain-vote.ts'
export type { SampleExplanation, VoteExplanation } from './vote/explanation-schema.ts'
export { voteExplanationSchema } from './vote/explanation-schema.ts'
export {
  changedPolicy,
  mostSamples,
  type PolicyWish,
  policyFromSettings,
  policyOf,
  stopRuleOf,
  type VotingPolicy,
  votingPolicy,
} from './vote/policy.ts'
export { recountVote, simulateVote, type VotedSample } from './vote/recount.ts'
export { expectedAgreement, riskAtStop, riskOfChange } from './vote/risk.ts'
export { runVote, type VoteParts, type VotePlan } from './vote/run-vote.ts'
export { type Schedule, schedules } from './vote/schedule.ts'
export { type VoteReport, voteReportSchema } from './vote/schema.ts'
export { decideStop, fewestToDecide, type StopRule, withMinimum } from './vote/stop-rule.ts'
export { parseStopRule, stopRules } from './vote/stop-rules.ts'
export { type StopState, stopState } from './vote/stop-state.ts'
export { type Tally, tallyBallots } from './vote/tally.ts'
export { decideVote, type TiePolicy, tiePolicies } from './vote/vote.ts'
export type { VoteTask } from './vote/vote-task.ts'
export { type TrackOutcome, type TrackPlan, VoteTrack } from './vote/vote-track.ts'
export { wilsonInterval } from './vote/wilson.ts'

// Draw samples one by one.

export { parseRuntimeOptions } from './config/runtime-options.ts'
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
export { checkMachine, type MachinePlan } from './sample/check-machine.ts'
export type { Check } from './sample/check-model.ts'
export { type Draw, type DrawOptions, drawSample } from './sample/draw.ts'
export {
  type Drawer,
  type DrawerPlan,
  drawAlone,
  type OnTrip,
  openDrawer,
  retriesOf,
} from './sample/drawer.ts'
export type { ForcedDraw } from './sample/force.ts'
export { ModelWatch, type WatchPlan } from './sample/model-watch.ts'
export { type PlanInput, planSamples, type SamplePlan } from './sample/plan.ts'
export {
  type LoadPlan,
  loadModel,
  type ModelWish,
  type PreparedModel,
  prepareModel,
} from './sample/prepare.ts'
export { recordOf, type SampleIdentity } from './sample/record.ts'
export {
  type Sample,
  type SampleAnswer,
  type SampleEnd,
  sampleAnswerSchema,
  sampleEndSchema,
  sampleSchema,
} from './sample/sample.ts'
export type { Retry, SampleWatch } from './sample/sampler.ts'
export type { Part, Usage } from './stream/part.ts'

// Runs on the disk.

export {
  lastAttempts,
  type RecordedProblem,
  type RecordedReading,
  type RecordedRun,
  recordedProblems,
} from './experiment/recorded-problems.ts'
export {
  type CountedProblem,
  recountFirst,
  recountProblem,
  simulateProblem,
} from './experiment/recount-problem.ts'
export {
  benchResultSchema,
  type Finding,
  type RunResult,
  type RunSummary,
  runListSchema,
  runResultSchema,
  runSummarySchema,
  type Verification,
  verificationSchema,
} from './experiment/result-schema.ts'
export { promptOf, readResult, summariseRun, summariseRuns } from './experiment/run-summary.ts'
export { verifyRun } from './experiment/verify-run.ts'
export { graderOf, questionOfRun, recordedOutcome } from './experiment/whole-vote.ts'
export { writerOf } from './journal/lock.ts'
export { type Manifest, manifestSchema } from './journal/manifest.ts'
export { type Removal, removeRun, requireRemovable } from './journal/remove-run.ts'
export { runFiles } from './journal/run-files.ts'
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
  runsFolder,
} from './journal/run-folder.ts'

// Experiments: problem sets, budgets, simulations.

export { goldAnswers, type Problem, problemSchema, problemsSchema } from './config/problem.ts'
export { answerContextOf } from './experiment/answer-context.ts'
export type { BudgetLimits } from './experiment/budget.ts'
export { budgetAllocation, budgetMost, parseBudget } from './experiment/budget-allocation.ts'
export { builtInDataset, builtInDatasets } from './experiment/dataset/built-in.ts'
export { datasetDigest } from './experiment/dataset/digest.ts'
export { parseFieldFlags } from './experiment/dataset/field-flags.ts'
export { ProblemPrompts } from './experiment/dataset/prompts.ts'
export { type DatasetProgress, readDataset } from './experiment/dataset/read-dataset.ts'
export { selectProblems } from './experiment/dataset/select.ts'
export { loadTemplate, renderPrompt } from './experiment/dataset/template.ts'
export { drawingMs } from './experiment/drawing-ms.ts'
export { disputeSchema, parseDisputes } from './experiment/grade-dispute.ts'
export { outcomeOfRecorded } from './experiment/outcome-of.ts'
export {
  type BenchAllocation,
  type BenchOutcome,
  type BenchPlan,
  type BenchProblem,
  runBench,
} from './experiment/run-bench.ts'
export { type SeedRange, seedRanges } from './experiment/seed-ranges.ts'
export { createSimulation, type Simulation, type SimulationPlan } from './experiment/simulate.ts'
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
export { type TraceLine, traceLineSchema } from './experiment/trace/schema.ts'
export { problemSeeds, seedOf } from './sample/seeds.ts'

// Estimators.

export { type CompareOptions, compareRuns, type RunComparison } from './experiment/estimate/compare-runs.ts'
export { defaultResampling, type Estimate, type Resampling } from './experiment/estimate/estimate.ts'
export { type EstimateOptions, estimateSource } from './experiment/estimate/estimate-source.ts'
export { majAtK } from './experiment/estimate/maj-at-k.ts'
export {
  countVotes,
  firstSeenWinner,
  type ProblemOutcome,
  type SampleOutcome,
} from './experiment/estimate/outcome.ts'
export { comparePaired, type Pair, type PairedDifference } from './experiment/estimate/paired.ts'
export { passAtK } from './experiment/estimate/pass-at-k.ts'
export { estimateRatios, type Ratio } from './experiment/estimate/ratio.ts'
export type { SourceEstimates } from './experiment/estimate/source-estimates.ts'
export type { VoteCounts } from './experiment/estimate/vote-counts.ts'
export { type WeightedMajority, weightedMajAtK } from './experiment/estimate/weighted-maj-at-k.ts'

// Reports.

export { type ComparisonJson, comparisonSchema } from './report/comparison-schema.ts'
export { comparisonJson, comparisonText } from './report/comparison-text.ts'
export { reportHtml, reportHtmlPieces } from './report/html/page.ts'
export type { RunReport, SourceReport } from './report/report.ts'
export { reportCsv } from './report/report-csv.ts'
export { reportJson } from './report/report-json.ts'
export { reportMarkdown } from './report/report-markdown.ts'
export { reportRun } from './report/report-run.ts'
export { reportText } from './report/report-text.ts'
export { reportTrace } from './report/report-trace.ts'
export { type SampleRow, sampleTable } from './report/sample-table.ts'
export { runReportSchema } from './report/schema.ts'
export { simulationText } from './report/simulation-text.ts'

// What goes wrong, time, and text that is safe to show.

export { type Clock, systemClock } from './ground/clock.ts'
export { formatDuration, parseDuration } from './ground/duration.ts'
export {
  BusyError,
  type ExitCode,
  exitCodes,
  MagiError,
  ModelNotFoundError,
  messageOf,
  RunFolderError,
  RuntimeError,
  UnreachableError,
  UsageError,
} from './ground/errors.ts'
export { safeJson } from './report/json.ts'
export { cleanForTerminal, type TerminalText, terminalText } from './stream/terminal-text.ts'

// A runtime without a model, for trying out and for tests.

export { demoRun } from './demo/coin-samples.ts'
export { type DemoRuntime, type DemoRuntimeOptions, startDemoRuntime } from './demo/runtime.ts'

// Configuration as the command line has it.

export { type ConfigFiles, type Resolved, readConfigFiles } from './config/config.ts'
export { configFileSchema } from './config/config-schema.ts'
export { settings } from './config/settings.ts'

// Words and lines of the command line: no promise, they change with it.

export { compareLine, compareTexts, extractLine, givenContext, groupLine } from './answer/answers-lines.ts'
export type { BoardState, Lane } from './report/ballot-board.ts'
export { alignColumns } from './report/columns.ts'
export { extractionLines, groupingLines, voteExplanationLines } from './report/explanation-text.ts'
export { formatCount, formatMany, formatShare, formatSpan, oneLine } from './report/format.ts'
export { safeJsonText } from './report/json.ts'
export { problemLines, runLines, sampleLines, wholeSampleLines } from './report/run-text.ts'
export { csvHeader, csvLine, sampleColumns, textColumns } from './report/sample-table.ts'
export { verdictText } from './report/vote-text.ts'
