import { describe, expect, it } from 'vitest'
import { scoreField, strictClasses, sumOf } from '../../measure/answers/field.ts'
import { readFieldRows } from '../support/field-answers.ts'

const rows = readFieldRows()

describe.skipIf(rows === undefined)('everyday answers of known outcome', () => {
  const scores = scoreField(rows ?? [])
  const missed = (kind: string) =>
    scores.filter((score) => score.kind === kind).flatMap(({ misses }) => misses)

  it('throw nothing', () => {
    expect(scores.filter(({ thrown }) => thrown > 0)).toEqual([])
  })

  it('are compared right in 97 of 100, and joined by mistake in three cases at most', () => {
    const { total, right, falseMerges } = sumOf(scores, 'compare')
    expect(total).toBeGreaterThan(300)
    expect(right / total >= 0.97 ? [] : missed('compare')).toEqual([])
    expect(falseMerges).toBeLessThanOrEqual(3)
  })

  it('are never joined by mistake where figures, units, codes or notation tell them apart', () => {
    const merged = scores.filter((score) => strictClasses.test(score.class) && score.falseMerges > 0)
    expect(merged).toEqual([])
  })

  it('are found in 95 texts of 100', () => {
    const { total, right } = sumOf(scores, 'extract')
    expect(right / total >= 0.95 ? [] : missed('extract')).toEqual([])
  })

  it('make the clusters that they should', () => {
    expect(missed('group')).toEqual([])
  })
})
