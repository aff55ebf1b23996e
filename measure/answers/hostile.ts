import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import { messageOf } from '../../src/ground/errors.ts'
import type { EqualVector } from '../../test/support/answer-vectors.ts'

/** What input made to hang or mislead did. */
export interface HostileResult {
  readonly pairs: number
  readonly thrown: readonly string[]
  readonly falseMerges: readonly string[]
  /** Joined nowhere, though they are one: the safe side. */
  readonly missed: readonly string[]
  /** The slowest pair, best of three tries, in milliseconds. */
  readonly slowestMs: number
  readonly heapGrowthMb: number
}

/** Compares every hostile pair, both ways. */
export function compareHostile(vectors: readonly EqualVector[]): HostileResult {
  const hostile = vectors.filter((vector) => vector.hostile === true && vector.form === 'answer')
  const [thrown, falseMerges, missed] = [[] as string[], [] as string[], [] as string[]]
  let slowestMs = 0
  const before = heapAfterCollection()
  for (const { id, gold, pred, equal } of hostile) {
    try {
      const tries = [1, 2, 3].map(() => {
        const start = performance.now()
        const same = sameAnswer(gold, pred).same && sameAnswer(pred, gold).same
        if (same && !equal) falseMerges.push(id)
        if (!same && equal) missed.push(id)
        return (performance.now() - start) / 2
      })
      slowestMs = Math.max(slowestMs, Math.min(...tries))
    } catch (thrownValue) {
      thrown.push(`${id}: ${messageOf(thrownValue)}`)
    }
  }
  return {
    pairs: hostile.length,
    thrown,
    falseMerges: [...new Set(falseMerges)],
    missed: [...new Set(missed)],
    slowestMs,
    heapGrowthMb: (heapAfterCollection() - before) / 2 ** 20,
  }
}

/** Bytes of heap in use once everything unreachable is gone. */
function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
