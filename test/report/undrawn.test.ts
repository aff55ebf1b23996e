import { describe, expect, it } from 'vitest'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import { reportRun } from '../../src/report/report-run.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { manifestOf } from '../support/manifest.ts'
import { sampleOf } from '../support/sample.ts'

/** The problems of a set, and how often one of them was asked what answer it wants, which is the first step of counting its vote. */
function watchedSet(size: number) {
  const counted: string[] = []
  const problems = Array.from({ length: size }, (_, place) => ({
    id: `p${place + 1}`,
    prompt: 'x',
    answer: '42',
    get language() {
      counted.push(`p${place + 1}`)
      return 'en'
    },
  }))
  return { problems, counted }
}

async function* oneSample(): AsyncGenerator<Sample> {
  yield sampleOf({ problem: 'p2' })
}

describe('a report of a set of which little was drawn', () => {
  it('counts the votes that have samples, and shows the others as without answers', async () => {
    const { problems, counted } = watchedSet(1_000)
    const manifest = manifestOf({ command: 'bench', n: 1 })
    const report = await reportRun({ manifest, problems, samples: oneSample() }, { sameAnswer, texts: false })
    expect([...new Set(counted)]).toEqual(['p2'])
    expect(report.problems.length).toBe(1_000)
    expect(report.problems[0]).toEqual({
      id: 'p1',
      prompt: 'x',
      gold: ['42'],
      vote: { type: 'no-answers', answers: [], votes: 0, ballots: 0, risk: 1 },
      samples: [],
    })
    expect(report.estimates.absent).toContainEqual({
      figure: 'problems',
      reason: '999 of 1000 do not have all their samples yet',
    })
  })
})
