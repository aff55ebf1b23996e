import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareAll, type Merge } from '../../measure/answers/all-pairs.ts'
import { bareAnswers } from '../support/answer-vectors.ts'

const answers = bareAnswers()

/**
 * Every two answers of the vectors beside the project that are judged one, each of them read and found right. Written anew with
 * MAGI_WRITE_GOLDEN=1; read the difference before it is committed.
 */
const golden = join(import.meta.dirname, 'golden', 'merges.txt')

describe.skipIf(answers === undefined)('every answer of the vectors beside every other', () => {
  const scan = compareAll(answers ?? [])

  it('is the same as itself, and the same both ways', () => {
    expect(scan.pairs).toBeGreaterThan(900_000)
    expect({ notReflexive: scan.notReflexive, notSymmetric: scan.notSymmetric }).toEqual({
      notReflexive: [],
      notSymmetric: [],
    })
  })

  it('is joined with those that were read and no others', async () => {
    const merges = scan.merges.map(lineOf).join('')
    if (process.env['MAGI_WRITE_GOLDEN'] === '1') await writeFile(golden, merges)
    expect(merges.split('\n')).toEqual((await readFile(golden, 'utf8')).split('\n'))
  })
})

function lineOf({ a, b, by }: Merge): string {
  return `${JSON.stringify(a)} ~ ${JSON.stringify(b)} (${by})\n`
}
