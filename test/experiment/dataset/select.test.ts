import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/config/problem.ts'
import { datasetDigest } from '../../../src/experiment/dataset/digest.ts'
import { selectProblems } from '../../../src/experiment/dataset/select.ts'
import { UsageError } from '../../../src/ground/errors.ts'

const problems: Problem[] = Array.from({ length: 12 }, (_, i) => ({
  id: `p${i}`,
  prompt: `Problem ${i}`,
  answer: String(i),
  ...(i < 4 ? { language: 'de' } : i < 6 ? { language: 'pt-BR' } : {}),
}))
const ids = (selected: readonly Problem[]) => selected.map(({ id }) => id)

describe('problems of a set', () => {
  it('are taken in the order of the file', () => {
    expect(selectProblems(problems, {})).toEqual(problems)
    expect(ids(selectProblems(problems, { limit: 3 }))).toEqual(['p0', 'p1', 'p2'])
    expect(ids(selectProblems(problems, { limit: 99 }))).toHaveLength(12)
    expect(ids(selectProblems(problems, { ids: ['p7', 'p2'] }))).toEqual(['p2', 'p7'])
  })

  it('are taken by language, a wide tag for all its regions', () => {
    expect(ids(selectProblems(problems, { language: 'de' }))).toEqual(['p0', 'p1', 'p2', 'p3'])
    expect(ids(selectProblems(problems, { language: 'PT' }))).toEqual(['p4', 'p5'])
    expect(ids(selectProblems(problems, { language: 'pt-br', limit: 1 }))).toEqual(['p4'])
  })

  it('are shuffled before the limit, the same way for the same seed', () => {
    const some = ids(selectProblems(problems, { shuffleSeed: 5, limit: 4 }))
    expect(ids(selectProblems(problems, { shuffleSeed: 5, limit: 4 }))).toEqual(some)
    expect(ids(selectProblems(problems, { shuffleSeed: 5 })).slice(0, 4)).toEqual(some)
    expect(ids(selectProblems(problems, { shuffleSeed: 6 }))).not.toEqual(
      ids(selectProblems(problems, { shuffleSeed: 5 })),
    )
    expect(ids(selectProblems(problems, { shuffleSeed: 5 })).sort()).toEqual(ids(problems).sort())
  })

  it('that are not there are named', () => {
    expect(() => selectProblems(problems, { ids: ['p1', 'p13', 'x'] })).toThrow(
      'No problem has the id "p13", "x".',
    )
    expect(() => selectProblems(problems, { language: 'fr' })).toThrow(UsageError)
    expect(() => selectProblems(problems, { limit: 0 })).toThrow('--limit 0')
    expect(() => selectProblems(problems, { limit: 2.5 })).toThrow('--limit 2.5')
  })
})

describe('the digest of a set', () => {
  it('is that of the problems as they are asked, in order', () => {
    const digest = datasetDigest(problems)
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(datasetDigest(problems.map(({ prompt, id, ...rest }) => ({ ...rest, id, prompt })))).toBe(digest)
    expect(datasetDigest(problems.slice(1))).not.toBe(digest)
    expect(datasetDigest([...problems].reverse())).not.toBe(digest)
    const [first, ...others] = problems
    expect(datasetDigest([{ ...(first as Problem), answer: '0.0' }, ...others])).not.toBe(digest)
  })
})
