import { describe, expect, it } from 'vitest'
import { compareAll, type Merge } from '../../measure/answers/all-pairs.ts'
import { bareAnswers } from '../support/answer-vectors.ts'

const answers = bareAnswers()

/**
 * `golden/merges.txt` lists every two answers of the vectors beside the project that are judged one. Each was read by a person. A change
 * that adds or drops a merge shows here: read the difference, then take it with `npx vitest run test/answer/merges.test.ts -u`.
 */
describe.skipIf(answers === undefined)('every answer of the vectors beside every other', () => {
  const scan = compareAll(answers ?? [])

  it('is the same as itself, and the same both ways', () => {
    expect(scan.pairs).toBeGreaterThan(900_000)
    expect({ notReflexive: scan.notReflexive, notSymmetric: scan.notSymmetric }).toEqual({
      notReflexive: [],
      notSymmetric: [],
    })
  })

  it('is joined with those that were read and no others', async () => {
    await expect(scan.merges.map(lineOf).join('')).toMatchFileSnapshot('golden/merges.txt')
  })
})

function lineOf({ a, b, by }: Merge): string {
  return `${JSON.stringify(a)} ~ ${JSON.stringify(b)} (${by})\n`
}
