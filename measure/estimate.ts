import { defaultResampling } from '../src/experiment/estimate/estimate.ts'
import { estimateSource } from '../src/experiment/estimate/estimate-source.ts'
import { outcomeOfRecorded } from '../src/experiment/outcome-of.ts'
import { alignColumns } from '../src/report/columns.ts'
import { readRecordings } from './support/recordings.ts'

const ks = [1, 4, 8, 16, 40]

/**
 * maj@k and pass@k of recorded answers, with clustered standard errors, and how long estimating took.
 *
 * @param args - Trace files; the shared ones where there are none.
 */
export async function run(args: string[]): Promise<void> {
  const rows = [['source', 'questions', 'samples', ...ks.map((k) => `maj@${k} (s.e.)`), 'pass@40', 'ms']]
  const recordings = await readRecordings(args)
  if (recordings.length === 0) return
  for (const { source, questions } of recordings) {
    const outcomes = questions.map((question) => outcomeOfRecorded(question))
    const startMs = performance.now()
    const { majAtK, passAtK, problems, samples } = estimateSource(outcomes, {
      ks,
      resampling: defaultResampling,
    })
    const elapsedMs = performance.now() - startMs
    rows.push([
      source,
      String(problems),
      String(samples),
      ...ks.map((k) => {
        const point = majAtK.find((each) => each.k === k)
        return point === undefined
          ? ''
          : `${(100 * point.mean).toFixed(2)} (${(100 * (point.standardError ?? 0)).toFixed(1)})`
      }),
      (100 * (passAtK.find(({ k }) => k === 40)?.mean ?? 0)).toFixed(2),
      elapsedMs.toFixed(0),
    ])
  }
  process.stdout.write(
    `maj@k and pass@k in per cent, exact means over the recorded samples; standard errors clustered by question; with 2,000 bootstrap draws (measured)\n\n${alignColumns(rows).join('\n')}\n`,
  )
}
