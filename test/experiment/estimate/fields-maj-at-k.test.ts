import { describe, expect, it } from 'vitest'
import { compareRuns } from '../../../src/experiment/estimate/compare-runs.ts'
import { estimateSource } from '../../../src/experiment/estimate/estimate-source.ts'
import { fieldsMajAtK } from '../../../src/experiment/estimate/fields-maj-at-k.ts'
import type { FieldElectorate, ProblemOutcome } from '../../../src/experiment/estimate/outcome.ts'
import { type RandomSource, randomSource } from '../../../src/ground/random.ts'

const simulation = { draws: 1000, seed: 7 }

/** The chance by the definition: every choice of k, every field counted from nothing, ties shared. */
function byHand(fields: readonly FieldElectorate[], n: number, k: number): number {
  let [choices, total] = [0, 0]
  const choose = (from: number, taken: readonly number[]) => {
    if (taken.length === k) {
      choices += 1
      total += fields.reduce((chance, field) => chance * rightIn(field, taken), 1)
      return
    }
    for (let at = from; at < n; at++) choose(at + 1, [...taken, at])
  }
  choose(0, [])
  return total / choices
}

function rightIn({ clusters, right, winsTies }: FieldElectorate, taken: readonly number[]): number {
  const said = taken.flatMap((at) => clusters[at] ?? [])
  const votes = (cluster: number) => said.filter((each) => each === cluster).length
  const most = Math.max(0, ...said.map(votes))
  const level = [...new Set(said)].filter((cluster) => votes(cluster) === most)
  if (!level.includes(right)) return 0
  if (level.length === 1 || winsTies === undefined) return 1 / level.length
  return winsTies === right ? 1 : 0
}

function randomField(random: RandomSource, n: number): FieldElectorate {
  const clusters = Array.from({ length: n }, () => {
    const cluster = random.below(4)
    return cluster === 3 ? undefined : cluster
  })
  const way = random.below(3)
  return { clusters, right: random.below(3), ...(way === 0 ? { winsTies: random.below(3) } : {}) }
}

describe('maj@k field by field', () => {
  it('is what going through every choice gives, ties and silent samples included', () => {
    const random = randomSource(20261201)
    for (let round = 0; round < 200; round++) {
      const n = 1 + random.below(7)
      const fields = Array.from({ length: 1 + random.below(4) }, () => randomField(random, n))
      const ks = Array.from({ length: n }, (_, at) => at + 1)
      const values = fieldsMajAtK(fields, ks, simulation)
      expect(values.map(({ k }) => k)).toEqual(ks)
      for (const { k, value } of values) expect(value).toBeCloseTo(byHand(fields, n, k), 12)
    }
  })

  it('is simulated where there are too many choices, and says how far off that may be', () => {
    const random = randomSource(5)
    const field = (): FieldElectorate => ({
      clusters: Array.from({ length: 24 }, () => (random.next() < 0.6 ? 0 : 1)),
      right: 0,
    })
    const fields = [field(), field()]
    const [exact, simulated, all] = fieldsMajAtK(fields, [2, 12, 24], simulation)
    expect(exact?.simulationError).toBeUndefined()
    expect(all).toEqual({ k: 24, value: byHand(fields, 24, 24) })
    expect(simulated?.simulationError).toBeGreaterThan(0)
    expect(simulated?.simulationError).toBeLessThan(0.02)
    const [again] = fieldsMajAtK(fields, [12], { draws: 20_000, seed: 8 })
    const error = Math.hypot(simulated?.simulationError ?? 0, again?.simulationError ?? 0)
    expect(Math.abs((simulated?.value ?? 0) - (again?.value ?? 1))).toBeLessThan(4 * error)
  })

  it('has no value beyond the samples', () => {
    expect(() => fieldsMajAtK([{ clusters: [0, 0], right: 0 }], [3], simulation)).toThrow(RangeError)
  })
})

// Three of four are right in each of four fields, and nobody in all of them.
const byField: ProblemOutcome = {
  id: 'lease',
  samples: [0, 1, 2, 3].map((cluster) => ({ cluster })),
  correct: [],
  fields: [0, 1, 2, 3].map((wrong) => ({
    clusters: [0, 1, 2, 3].map((sample) => (sample === wrong ? 1 : 0)),
    right: 0,
  })),
}
const { fields: _fields, ...whole } = byField

describe('the figures of a source whose votes are held field by field', () => {
  it('are of such votes: nobody writes the whole right answer, and four elect it', () => {
    const { passAt1, majAtK } = estimateSource([byField, { ...byField, id: 'sale' }])
    expect(passAt1?.mean).toBe(0)
    expect(majAtK.map(({ k, mean }) => [k, mean])).toEqual([
      [1, 0],
      [2, 0.25],
      [3, expect.closeTo(byHand(byField.fields ?? [], 4, 3), 12)],
      [4, 1],
    ])
  })

  it('look at the first samples alone where only these were drawn whatever was seen', () => {
    const { majAtK } = estimateSource([byField], { drawing: { type: 'stopped', rule: 'lead', min: 2 } })
    expect(majAtK.map(({ k, mean }) => [k, mean])).toEqual([
      [1, 0],
      [2, 0.25],
    ])
  })

  it('stand beside a run that votes on whole answers', () => {
    const { majAtK } = compareRuns([whole], [byField])
    expect(majAtK.map(({ k, first, second }) => [k, first, second])).toEqual([
      [1, 0, 0],
      [2, 0, 0.25],
      [4, 0, 1],
    ])
  })
})
