import { join } from 'node:path'
import { printTable } from '../support/table.ts'
import { startLongAnswers } from './long-answers.ts'
import { type Watched, watch } from './watched-process.ts'

/** Numbers of samples of one vote, and how much more CPU than with the first of them a sample may take. */
const sizes: readonly (readonly [samples: number, asked: string])[] = [
  [2_000, ''],
  [10_000, 'at most 1.1'],
  [100_000, 'at most 1.2'],
]

/** What is done with each vote. */
interface VoteFigures {
  readonly vote: Watched
  /** As it was held. */
  readonly revote: Watched
  /** By a rule of its own, sample by sample. */
  readonly simulated: Watched
}

/**
 * Prints what a sample costs in votes of very different sizes: drawn by the real program beside a runtime that answers at once, and counted again. What grew
 * with the samples that came before would show as a ratio above 1.
 *
 * @param most - The largest number of samples that is drawn.
 */
export async function measureLargeVotes(folder: string, most: number): Promise<void> {
  const runtime = await startLongAnswers(20)
  try {
    const measured: (readonly [samples: number, asked: string, VoteFigures])[] = []
    for (const [samples, asked] of sizes.filter(([each]) => each <= most)) {
      process.stderr.write(`a vote of ${samples} samples\n`)
      const run = join(folder, `vote-${samples}`)
      const drawing = ['-n', `${samples}`, '--rule', 'all', '--slots', '8', '--run-dir', run, '--quiet']
      // Every answer to it is one of a hundred numbers.
      const vote = await watch(['vote', 'What is 21 + 21?', ...drawing, '--host', runtime.host])
      const revote = await watch(['runs', 'revote', run, '--quiet'])
      const simulated = await watch(['runs', 'revote', run, '--rule', 'all', '--quiet'])
      measured.push([samples, asked, { vote, revote, simulated }])
    }
    const [first] = measured
    const eachMs = ({ cpuSeconds }: Watched, samples: number) => (1_000 * cpuSeconds) / samples
    printTable(
      [
        'samples',
        'asked',
        'vote s',
        'CPU ms a sample',
        'ratio',
        'peak MB',
        'revote CPU s',
        'revote --rule CPU s',
      ],
      measured.map(([samples, asked, { vote, revote, simulated }]) => {
        const each = eachMs(vote, samples)
        const ofFirst = first === undefined ? each : eachMs(first[2].vote, first[0])
        return [
          ...[`${samples}`, asked, vote.seconds.toFixed(1), each.toFixed(2), (each / ofFirst).toFixed(2)],
          ...[vote.peakMb.toFixed(0), revote.cpuSeconds.toFixed(1), simulated.cpuSeconds.toFixed(1)],
        ]
      }),
    )
  } finally {
    await runtime.close()
  }
}
