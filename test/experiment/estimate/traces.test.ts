import { describe, expect, it } from 'vitest'
import { estimateSource } from '../../../src/experiment/estimate/estimate-source.ts'
import type { ProblemOutcome } from '../../../src/experiment/estimate/outcome.ts'
import { outcomeOfRecorded } from '../../../src/experiment/outcome-of.ts'
import { readTrace } from '../../../src/experiment/trace/read-trace.ts'
import { sharedPath } from '../../support/shared.ts'

async function readOutcomes(path: string): Promise<ProblemOutcome[]> {
  const outcomes: ProblemOutcome[] = []
  for await (const question of readTrace(path)) outcomes.push(outcomeOfRecorded(question))
  return outcomes
}

const ks = [1, 4, 8, 16, 40]

/**
 * maj@1/4/8/16/40 and pass@40 in percent: GPQA and MATH500 as published with the traces; AIME 2024 by a separate count
 * in whole numbers. All recorded samples of every line count, and every line (a model on a question) weighs the same.
 */
const published: readonly [file: string, maj: number[], passAt40: number | undefined][] = [
  ['boinf-gpqa.jsonl.gz', [65.8, 68.2, 69.1, 69.6, 70.0], 93.9],
  ['boinf-math500.jsonl.gz', [95.0, 96.3, 96.5, 96.6, 96.7], 98.4],
  ['boinf-aime2024.jsonl.gz', [74.0, 80.2, 82.9, 84.4, 85.4], undefined],
]

describe.skipIf(sharedPath('traces') === undefined)('on recorded answers of real models', () => {
  it.each(published)('%s gives maj@1/4/8/16/40 of %j', async (file, maj, passAt40) => {
    const path = sharedPath('traces', file) ?? file
    const outcomes = await readOutcomes(path)
    const estimates = estimateSource(outcomes, { ks, resampling: { draws: 50, seed: 1 } })
    expect(estimates.majAtK.map(({ mean }) => Number((100 * mean).toFixed(1)))).toEqual(maj)
    if (passAt40 !== undefined) {
      expect(Number((100 * (estimates.passAtK.at(-1)?.mean ?? 0)).toFixed(1))).toBe(passAt40)
    }
    // Several models answer the same question: their errors go together.
    expect(estimates.majAtK[0]?.problems).toBe(new Set(outcomes.map(({ question }) => question)).size)
  })
})
