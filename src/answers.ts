/** `magi/answers`: find the answer in a text, and tell which answers say the same. Pure: no runtime, no file, no clock. */

export type {
  AnswerCluster,
  AnswerContext,
  AnswerKind,
  AskedKind,
  Extraction,
  Grouping,
} from './answer/answer.ts'
export { type AnswerGrouper, answerGrouper } from './answer/answer-grouper.ts'
export type { KeyedAnswer } from './answer/equivalence/keyed-answer.ts'
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
export { fieldReader } from './answer/fields/field-reader.ts'
export type { FieldBallot, FieldReader, FieldTally } from './answer/fields/field-tally.ts'
export { type GivenAnswer, type GroupOptions, groupAnswers } from './answer/group-answers.ts'
export { jsonFits } from './answer/json-schema.ts'
export { type Sameness, sameAnswer } from './answer/same-answer.ts'
export type { Assembly, FieldVote } from './vote/fields/field-vote.ts'
export { type FieldVoteOptions, voteByFields } from './vote/fields/vote-by-fields.ts'
export type { Vote } from './vote/vote.ts'
