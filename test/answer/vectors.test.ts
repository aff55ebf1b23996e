import { describe, expect, it } from 'vitest'
import { compareVectors, extractVectors, type Score } from '../../measure/answers/equality.ts'
import { compareHostile } from '../../measure/answers/hostile.ts'
import { groupVectors } from '../../measure/answers/votes.ts'
import {
  type EqualVector,
  type ExtractVector,
  isCore,
  readVectors,
  type VoteVector,
} from '../support/answer-vectors.ts'

const equal = readVectors<EqualVector>('equal')
const extract = readVectors<ExtractVector>('extract')
const vote = readVectors<VoteVector>('vote')

/** The share that came out as expected, and the vectors that did not where it is too small. */
function shortOf(least: number, { right, total, misses }: Score): readonly string[] {
  expect(total).toBeGreaterThan(100)
  return right / total >= least ? [] : misses.map(({ id }) => id)
}

describe.skipIf(equal === undefined)('pairs of known outcome', () => {
  const bare = compareVectors(equal ?? [], 'answer')
  const prose = compareVectors(equal ?? [], 'prose')

  it('come out right in 99 of 100 bare answers and 98 of 100 running texts', () => {
    expect(shortOf(0.99, bare)).toEqual([])
    expect(shortOf(0.98, prose)).toEqual([])
  })

  it('are never joined by mistake', () => {
    expect([...bare.misses, ...prose.misses].filter(({ falseMerge }) => falseMerge)).toEqual([])
  })

  it('neither throw nor merge by mistake where they are made to', () => {
    const { pairs, thrown, falseMerges } = compareHostile(equal ?? [])
    expect(pairs).toBeGreaterThan(10)
    expect({ thrown, falseMerges }).toEqual({ thrown: [], falseMerges: [] })
  })
})

describe.skipIf(extract === undefined)('texts of known answer', () => {
  const found = extractVectors(extract ?? [])

  it('give it in 99 of 100', () => {
    expect(shortOf(0.99, found)).toEqual([])
  })

  it('give no option for another, and nothing where they say nothing', () => {
    expect(found.misses.filter(({ kind }) => /choice|none/.test(kind))).toEqual([])
  })
})

describe.skipIf(vote === undefined)('votes of known outcome', () => {
  it('make the same clusters in every order, and the expected ones', () => {
    const core = (vote ?? []).filter(isCore)
    expect(core.length).toBeGreaterThan(10)
    expect(groupVectors(core)).toEqual([])
  })
})
