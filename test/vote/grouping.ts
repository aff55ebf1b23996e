import type { AnswerCluster, Grouping } from '../../src/answer/answer.ts'

/** Groups answers that are the same but for upper and lower case: enough to test the count, not the answers. */
export function groupByLetters(answers: readonly string[]): Grouping {
  const byText = new Map<string, number[]>()
  const abstained: number[] = []
  answers.forEach((answer, position) => {
    const text = answer.toLowerCase()
    if (text === '') abstained.push(position)
    else byText.set(text, [...(byText.get(text) ?? []), position])
  })
  const clusters = [...byText.values()].map((members): AnswerCluster => {
    const spellings = [...new Set(members.map((position) => answers[position] ?? ''))]
    return { answer: spellings[0] ?? '', kind: 'text', spellings, members }
  })
  clusters.sort((left, right) => right.members.length - left.members.length)
  return { clusters, abstained }
}
