import type { AnswerCluster, AnswerContext, AnswerKind, Grouping } from './answer.ts'
import { type Choice, chooseReadings } from './equivalence/grouping/choose-readings.ts'
import { type Attachments, attachDecimals } from './equivalence/grouping/round-decimals.ts'
import { type Camp, partByUnit } from './equivalence/grouping/units.ts'
import { type Electorate, gatherVoters, type Spelling } from './equivalence/grouping/voters.ts'
import { isVersion, keyAnswer } from './equivalence/key-answer.ts'
import type { KeyedAnswer } from './equivalence/keyed-answer.ts'
import { isBareDecimal } from './equivalence/readers/code.ts'

/** How to group. */
export interface GroupOptions {
  /** Whether a decimal joins the value that it rounds (`0.333` with `1/3`). On by default. */
  readonly rounding?: boolean
}

/** An answer to group: its text, or a key made before in the same context; `null` where there was none. */
export type GivenAnswer = string | KeyedAnswer | null

/**
 * Clusters answers that say the same.
 *
 * Each answer is keyed once; equal keys are one cluster, so the cost grows with the number of answers, not of pairs.
 * Answers that can be read in several ways (`3,5`, `(0,1)`, `25` beside `25%`) are decided by all the others; decimals join
 * the value they round. The partition does not depend on the order of the answers, and answers that are not there
 * (`null`, or blank text) are listed apart and change nothing.
 *
 * Never throws.
 *
 * @param answers - One per ballot, in any order.
 * @param context - What is known of the problem they answer.
 * @returns Clusters by size, then by first member.
 */
export function groupAnswers(
  answers: readonly GivenAnswer[],
  context: AnswerContext = {},
  options: GroupOptions = {},
): Grouping {
  return clusterAnswers(answers, context, options).grouping
}

/** A grouping with what led to it: for explanations. */
export interface Clustering {
  readonly grouping: Grouping
  /** The camps of each cluster, the one that the others joined first. Parallel to `grouping.clusters`. */
  readonly camps: readonly (readonly Camp[])[]
}

/** The same as `groupAnswers`, with the steps kept. */
export function clusterAnswers(
  answers: readonly GivenAnswer[],
  context: AnswerContext,
  options: GroupOptions,
): Clustering {
  const keyed = keyAll(answers, context)
  const abstained = keyed.flatMap((answer, position) => (answer === undefined ? [position] : []))
  const clusters = joinVoters(gatherVoters(keyed), options)
    .map((joined) => ({ joined, cluster: clusterOf(joined.flatMap((camp) => camp.choices)) }))
    .sort(
      (a, b) =>
        b.cluster.members.length - a.cluster.members.length || firstOf(a.cluster) - firstOf(b.cluster),
    )
  return {
    grouping: { clusters: clusters.map(({ cluster }) => cluster), abstained },
    camps: clusters.map(({ joined }) => joined),
  }
}

/** The camps that are one cluster, the one that the others joined first. */
export function joinVoters({ voters, classOf }: Electorate, options: GroupOptions = {}): Camp[][] {
  const camps = partByUnit(chooseReadings(voters))
  const attached: Attachments = options.rounding === false ? new Map() : attachDecimals(camps, classOf)
  return joinCamps(camps, attached)
}

/** Each text keyed once; `undefined` for an answer that is not there. */
function keyAll(answers: readonly GivenAnswer[], context: AnswerContext): (KeyedAnswer | undefined)[] {
  const known = new Map<string, KeyedAnswer>()
  const besideVersion = answers.some((answer) => answer !== null && isVersion(textOf(answer)))
  return answers.map((answer) => {
    if (answer === null) return undefined
    const text = textOf(answer)
    if (text.trim() === '') return undefined
    const isKeyed = typeof answer !== 'string' && !(besideVersion && isBareDecimal(text))
    const key = known.get(text) ?? (isKeyed ? answer : keyAnswer(text, { ...context, besideVersion }))
    known.set(text, key)
    return key
  })
}

function textOf(answer: string | KeyedAnswer): string {
  return typeof answer === 'string' ? answer : answer.text
}

function joinCamps(camps: readonly Camp[], attached: Attachments): Camp[][] {
  const joined = new Map<Camp, Camp[]>()
  for (const camp of camps) if (!attached.has(camp)) joined.set(camp, [camp])
  for (const [camp, to] of attached) joined.get(to)?.push(camp)
  return [...joined.values()]
}

function firstOf(cluster: AnswerCluster): number {
  return cluster.members[0] ?? 0
}

/** The cluster of the given voters, under its most frequent spelling: ties to the shortest, then of the alphabet. */
export function clusterOf(choices: readonly Choice[]): AnswerCluster {
  const spellings = [...choices].sort((a, b) => byFrequency(a.voter, b.voter))
  const members = choices.flatMap(({ voter }) => voter.positions).sort((a, b) => a - b)
  const [printed] = spellings
  const kind: AnswerKind = printed?.voter.answer.kind ?? 'text'
  return {
    answer: printed?.voter.answer.text ?? '',
    kind,
    spellings: spellings.map(({ voter }) => voter.answer.text),
    members,
  }
}

/** The order of spellings in a cluster: by votes, then the shortest, then by alphabet. */
export function byFrequency(a: Spelling, b: Spelling): number {
  const byVotes = b.positions.length - a.positions.length
  const byLength = a.answer.text.length - b.answer.text.length
  return byVotes || byLength || (a.answer.text < b.answer.text ? -1 : 1)
}
