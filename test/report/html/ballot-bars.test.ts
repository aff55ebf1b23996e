import { expect, it } from 'vitest'
import { ballotBars } from '../../../src/report/html/ballot-bars.ts'
import type { TallyCluster } from '../../../src/vote/tally.ts'

const cluster = (answer: string, votes: number): TallyCluster => ({
  ...{ answer, votes, kind: 'number', weight: votes },
  ...{ spellings: [answer], samples: Array.from({ length: votes }, (_, index) => index) },
})

it('bars of ballots are a table whose bars are in proportion, with answers as text', () => {
  const { text } = ballotBars({
    clusters: [cluster('<b>\u202e1/2</b>', 6), cluster('0.25', 2)],
    abstained: { tripped: [8], 'not-found': [9, 10] },
  })
  expect(text).toBe(
    '<table class="ballots"><caption class="unseen">Ballots by answer</caption><tbody>' +
      '<tr><th scope="row">&lt;b&gt;1/2&lt;/b&gt;</th><td class="number">6</td><td aria-hidden="true"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="most" width="100" height="8"/></svg></td></tr>' +
      '<tr><th scope="row">0.25</th><td class="number">2</td><td aria-hidden="true"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><rect width="33.3" height="8"/></svg></td></tr>' +
      '</tbody></table><p class="soft">no answer: 1 tripped, 2 not-found</p>',
  )
})

it('more answers than a board has room for are counted', () => {
  const clusters = Array.from({ length: 9 }, (_, answer) => cluster(String(answer), 1))
  const { text } = ballotBars({ clusters, abstained: {} })
  expect([text.match(/<rect/g)?.length, text.includes('and 3 more answers')]).toEqual([6, true])
})

it('of no ballots at all there is nothing', () => {
  expect(ballotBars({ clusters: [], abstained: {} }).text).toBe('')
})
