import type { GroupGrower } from '../answer/growing-groups.ts'
import { FieldWatch } from './fields/field-watch.ts'
import type { VotingPolicy } from './policy.ts'
import { RuleWatch, type VoteWatch } from './rule-watch.ts'
import type { VoteCounter } from './vote-counter.ts'

/**
 * What watches a count under a policy: each field of the answers, or the answers as wholes.
 *
 * @param asked - Samples asked for at the beginning: N, or as many as were launched already.
 * @param twins - Samples that are word for word the same as an earlier one: the rule takes them for one.
 */
export function watchVote(
  policy: VotingPolicy,
  counter: VoteCounter,
  group: Pick<GroupGrower, 'fields'>,
  asked = policy.n,
  twins: { readonly indexes: ReadonlySet<number> } = { indexes: new Set() },
): VoteWatch {
  // What reads fields is asked for with the first answer: a vote begins before its engine is loaded.
  return policy.voteBy === 'field' && 'fields' in group
    ? new FieldWatch(policy, counter, () => group.fields, asked, twins)
    : new RuleWatch(policy, counter, asked, twins)
}
