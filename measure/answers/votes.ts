import { groupAnswers } from '../../src/answer/group-answers.ts'
import { type RandomSource, randomSource, shuffled } from '../../src/ground/random.ts'
import type { VoteVector } from '../../test/support/answer-vectors.ts'

/** A list that came out otherwise than expected, or in two ways. */
export interface VoteMiss {
  readonly id: string
  readonly problem: 'partition' | 'order'
}

/** Random orders tried where there are too many to try all. */
const randomOrders = 50

/** Groups every list in every order (50 random ones over 5 answers) and compares the clusters with the expected ones. */
export function groupVectors(vectors: readonly VoteVector[]): readonly VoteMiss[] {
  const random = randomSource(7)
  return vectors.flatMap((vector): VoteMiss[] => {
    const { id, answers } = vector
    const wanted = partitionText(vector.clusters)
    if (partitionText(clustersOf(answers)) !== wanted) return [{ id, problem: 'partition' }]
    const orders = answers.length <= 5 ? permutations(answers.length) : shuffles(answers.length, random)
    const steady = orders.every((order) => {
      const clusters = clustersOf(order.map((index) => answers[index] ?? null))
      return partitionText(clusters.map((members) => members.map((member) => order[member] ?? -1))) === wanted
    })
    return steady ? [] : [{ id, problem: 'order' }]
  })
}

function clustersOf(answers: readonly (string | null)[]): (readonly number[])[] {
  return groupAnswers(answers).clusters.map(({ members }) => members)
}

/** One text for one partition, in whatever order its clusters and members come. */
function partitionText(clusters: readonly (readonly number[])[]): string {
  const sorted = clusters.map((members) => [...members].sort((a, b) => a - b).join(' '))
  return sorted.sort().join(' | ')
}

function permutations(length: number): number[][] {
  if (length === 0) return [[]]
  return permutations(length - 1).flatMap((shorter) =>
    Array.from({ length }, (_, place) => [...shorter.slice(0, place), length - 1, ...shorter.slice(place)]),
  )
}

function shuffles(length: number, random: RandomSource): number[][] {
  const order = Array.from({ length }, (_, index) => index)
  return Array.from({ length: randomOrders }, () => shuffled(order, random))
}
