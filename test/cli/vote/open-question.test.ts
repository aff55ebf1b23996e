import { describe, expect, it } from 'vitest'
import { isOpenQuestion } from '../../../src/cli/vote/open-question.ts'
import type { Tally } from '../../../src/vote/tally.ts'

const tallyOf = (abstained: Tally['abstained']): Tally => ({
  drawn: 2,
  ballots: 0,
  clusters: [],
  abstained,
})

describe('isOpenQuestion', () => {
  it('is told by the first few samples, where every one finished without an answer', () => {
    const standing = { drawn: 2, ballots: 0 }
    expect(isOpenQuestion({ standing, tally: tallyOf({ 'not-found': [0, 1] }) })).toBe(true)
    expect(isOpenQuestion({ standing, tally: tallyOf({ 'not-found': [0], failed: [1] }) })).toBe(false)
    expect(isOpenQuestion({ standing: { drawn: 1, ballots: 0 }, tally: tallyOf({ 'not-found': [0] }) })).toBe(
      false,
    )
  })

  it('asks for no tally where there is a ballot: a tally costs as much as there are samples', () => {
    let tallies = 0
    const count = {
      standing: { drawn: 100_000, ballots: 1 },
      get tally() {
        tallies += 1
        return tallyOf({})
      },
    }
    expect([isOpenQuestion(count), tallies]).toEqual([false, 0])
  })
})
