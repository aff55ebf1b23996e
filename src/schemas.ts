/** `magi/schemas`: the zod schema of every file that Magi reads or writes, and of every JSON shape that it prints. */

export {
  compareInputSchema,
  compareOutputSchema,
  extractInputSchema,
  extractOutputSchema,
  groupInputSchema,
  groupOutputSchema,
  lineErrorSchema,
} from './answer/schema.ts'
export { configFileSchema } from './config/config-schema.ts'
export { modelCardSchema } from './config/model-card-schema.ts'
export { presetSchema } from './config/preset-schema.ts'
export { problemSchema, problemsSchema } from './config/problem.ts'
export { profileSchema } from './config/profile-schema.ts'
export { disputeSchema } from './experiment/grade-dispute.ts'
export {
  benchResultSchema,
  runListSchema,
  runResultSchema,
  runSummarySchema,
  verificationSchema,
} from './experiment/result-schema.ts'
export { simulationReportSchema } from './experiment/simulation-schema.ts'
export { traceLineSchema } from './experiment/trace/schema.ts'
export { limitsSchema, loopSchema, loopVerdictSchema, recordedTextSchema } from './guard/schema.ts'
export { manifestSchema } from './journal/manifest.ts'
export { comparisonSchema } from './report/comparison-schema.ts'
export { runReportSchema } from './report/schema.ts'
export { sampleAnswerSchema, sampleEndSchema, sampleSchema } from './sample/sample.ts'
export { voteExplanationSchema } from './vote/explanation-schema.ts'
export { voteReportSchema } from './vote/schema.ts'
