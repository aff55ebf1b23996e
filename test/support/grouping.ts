import type { Grouping } from '../../src/answer/answer.ts'

/** Groups answers that are the same text: for tests that are not about answers. */
export function groupSameText(answers: readonly string[]): Grouping {
  const members = new Map<string, number[]>()
  for (const [index, answer] of answers.entries())
    members.set(answer, [...(members.get(answer) ?? []), index])
  const clusters = [...members].map(([answer, indexes]) => ({
    answer,
    kind: 'text' as const,
    spellings: [answer],
    members: indexes,
  }))
  return { clusters, abstained: [] }
}
