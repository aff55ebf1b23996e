import { describe, expect, it } from 'vitest'
import type { TiePolicy } from '../../../src/vote/outcome-terms.ts'
import { decideStop } from '../../../src/vote/stop-rule.ts'
import { parseStopRule } from '../../../src/vote/stop-rules.ts'
import { stateOf, stateOfClasses } from '../states.ts'

const certain = parseStopRule('certain')
const abstained = -1
const pending = -2

interface Policy {
  readonly tie: TiePolicy
  readonly quorum?: number
}

const stops = (samples: string, asked: number, policy: Policy) =>
  decideStop(certain, stateOf(samples, { asked, ...policy })).enough

/** The outcome of a whole vote, counted the plain way. */
function outcome(classes: readonly number[], { tie, quorum = 0 }: Policy): string {
  const votes = (answer: number) => classes.filter((other) => other === answer).length
  const answers = [...new Set(classes)].filter((answer) => answer >= 0)
  const most = Math.max(...answers.map(votes))
  const leaders = answers.filter((answer) => votes(answer) === most)
  if (leaders.length === 0) return 'no-answers'
  if (leaders.length > 1 && tie !== 'first') return 'tied'
  return `${most / classes.length < quorum ? 'short' : 'won'} ${leaders[0]}`
}

/** Every way to fill the places for which `choices` says more than what is there. */
function* fillings(
  classes: readonly number[],
  choices: (place: number) => readonly number[],
): Generator<number[]> {
  const open = classes.map((place) => choices(place))
  const filled = [...classes]
  function* fill(index: number): Generator<number[]> {
    const here = open[index]
    if (here === undefined) {
      yield filled
      return
    }
    for (const answer of here) {
      filled[index] = answer
      yield* fill(index + 1)
    }
  }
  yield* fill(0)
}

describe('certain', () => {
  it('is certain when the lead is greater than what may still come', () => {
    expect(stops('aaaaab-', 10, { tie: 'declare' })).toBe(true)
    expect(stops('aaaab-', 9, { tie: 'declare' })).toBe(false)
    expect(stops('aaaa', 7, { tie: 'declare' })).toBe(true)
  })

  it('holds a tie that can still come against it under declare and extend, but not under first', () => {
    expect(stops('aaaa', 8, { tie: 'declare' })).toBe(false)
    expect(stops('aaaa', 8, { tie: 'extend' })).toBe(false)
    expect(stops('aaaa', 8, { tie: 'first' })).toBe(true)
    expect(stops('abaa', 6, { tie: 'first' })).toBe(true)
    expect(stops('baaa', 6, { tie: 'first' })).toBe(false)
  })

  it('knows that a sample still in flight may have the smaller launch index', () => {
    expect(stops('aaaa....', 8, { tie: 'first' })).toBe(true)
    expect(stops('.aaaa...', 8, { tie: 'first' })).toBe(false)
    expect(stops('.aaaab', 7, { tie: 'first' })).toBe(true)
    expect(stops('.aaab', 6, { tie: 'first' })).toBe(false)
  })

  it('waits until the winner reaches the quorum, or cannot', () => {
    expect(stops('aaaaa', 8, { tie: 'declare', quorum: 0.75 })).toBe(false)
    expect(stops('aaaaaa', 8, { tie: 'declare', quorum: 0.75 })).toBe(true)
    expect(stops('aaaa---', 8, { tie: 'declare', quorum: 0.75 })).toBe(true)
  })

  const policies: Policy[] = [
    { tie: 'declare' },
    { tie: 'first' },
    { tie: 'extend' },
    { tie: 'declare', quorum: 0.6 },
    { tie: 'first', quorum: 0.4 },
  ]

  it.each(policies)('stops exactly when no way to finish 5 samples changes the outcome: %o', (policy) => {
    const known = [pending, abstained, 0, 1, 2]
    const toCome = [abstained, 0, 1, 2, 3]
    for (const seen of fillings([0, 0, 0, 0, 0], () => known)) {
      const outcomes = new Set<string>()
      const ways = fillings(seen, (place) => (place === pending ? toCome : [place]))
      for (const way of ways) outcomes.add(outcome(way, policy))
      const { enough } = decideStop(certain, stateOfClasses(seen, { asked: 5, ...policy }))
      if (enough !== (outcomes.size === 1) && seen.includes(pending)) {
        expect({ seen, enough, outcomes }).toEqual('certain exactly when there is one outcome')
      }
    }
  })
})
