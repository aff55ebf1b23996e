import type { AnswerCluster } from '../../src/answer/answer.ts'
import type { AnswerGroup, GroupGrower, GrowingGroups } from '../../src/answer/growing-groups.ts'
import type { GroupAnswers } from '../../src/vote/tally.ts'

/** Answers as they come, by a grouping that only knows all at once: everything is grouped anew whenever somebody looks. */
export function growing(group: GroupAnswers): GroupGrower {
  return { grow: () => growByGrouping(group) }
}

function growByGrouping(group: GroupAnswers): GrowingGroups {
  const answers = new Map<number, string>()
  let shown: AnswerGroup[] = []
  let groupOf = new Map<number, AnswerGroup>()
  return {
    add(member, answer) {
      // Whether a text is an answer at all does not depend on the others.
      if (group([answer]).abstained.length > 0) return false
      answers.set(member, answer)
      return true
    },
    remove: (member) => void answers.delete(member),
    changes() {
      const members = [...answers.keys()].sort((left, right) => left - right)
      const { clusters } = group(members.map((member) => answers.get(member) ?? ''))
      const gone = shown
      shown = clusters.map((cluster) => groupFor(cluster, members))
      groupOf = new Map(shown.flatMap((each) => each.cluster().members.map((member) => [member, each])))
      return { gone, begun: shown, grown: [] }
    },
    groupOf: (member) => groupOf.get(member),
  }
}

function groupFor(cluster: AnswerCluster, members: readonly number[]): AnswerGroup {
  const own = cluster.members.map((place) => members[place] ?? 0).sort((left, right) => left - right)
  return {
    votes: own.length,
    first: own[0] ?? 0,
    spellings: () => cluster.spellings,
    cluster: () => ({ ...cluster, members: own }),
  }
}
