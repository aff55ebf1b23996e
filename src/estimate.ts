/** `magi/estimate`: what recorded answers say of more or fewer samples, of other stop rules, and of two runs beside each other. */

export {
  type AtEqualTokens,
  type CompareOptions,
  compareRuns,
  type RunComparison,
} from './experiment/estimate/compare-runs.ts'
export type { AbsentFigure, Estimate, EstimateAtK, Resampling } from './experiment/estimate/estimate.ts'
export { type EstimateOptions, estimateSource } from './experiment/estimate/estimate-source.ts'
export { majAtK } from './experiment/estimate/maj-at-k.ts'
export type { OutcomeEnding, ProblemOutcome, SampleOutcome } from './experiment/estimate/outcome.ts'
export { comparePaired, type Pair, type PairedDifference } from './experiment/estimate/paired.ts'
export { passAtK } from './experiment/estimate/pass-at-k.ts'
export type { Drawing } from './experiment/estimate/reportable.ts'
export type { SourceEstimates } from './experiment/estimate/source-estimates.ts'
export type { VoteCounts } from './experiment/estimate/vote-counts.ts'
export { createSimulation, type Simulation, type SimulationPlan } from './experiment/simulate.ts'
export type { SimulationRow } from './experiment/simulation-schema.ts'
export type { RecordedQuestion } from './experiment/trace/question.ts'
export { readTrace } from './experiment/trace/read-trace.ts'
export type { TiePolicy } from './vote/outcome-terms.ts'
export { expectedAgreement, riskOfChange, type VotesSoFar } from './vote/risk.ts'
export type { ScheduleName } from './vote/schedule.ts'
export type { StopDecision, StopRule } from './vote/stop-rule.ts'
export { parseStopRule } from './vote/stop-rules.ts'
export type { StopState } from './vote/stop-state.ts'
export { wilsonInterval } from './vote/wilson.ts'
