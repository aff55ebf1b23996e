import type { Sample } from '../sample/sample.ts'

/** Why drawing ended before its rule or its budget ended it. */
export type RunBreak =
  /** From outside, or since no further sample could be one of this run. */
  | { readonly type: 'interrupted'; readonly why: string }
  /** Of several hosts none is left, or none came back in time. */
  | { readonly type: 'unreachable'; readonly why: string }
  /** Samples failed the same way one after another. */
  | { readonly type: 'failing'; readonly code: string; readonly message: string; readonly times: number }

/** This many samples that fail the same way one after another end the run: the next would too. */
const failuresInARow = 5

/**
 * Watches for trouble that ends a run: samples that fail the same way one after another, as the next would too; and another model under
 * the name, since every sample that it draws would be another run's. Samples are told as they end, not as they are counted: then no
 * more are launched, however long the disk takes.
 */
export function watchTrouble(): { add(sample: Pick<Sample, 'end'>): RunBreak | undefined } {
  let times = 0
  let last = ''
  return {
    add({ end }) {
      if (end.type === 'cancelled') return undefined
      const code = end.type === 'failed' ? end.code : ''
      times = code === last ? times + 1 : 1
      last = code
      if (end.type !== 'failed') return undefined
      if (end.code === 'model-changed') return { type: 'interrupted', why: end.message }
      return times < failuresInARow
        ? undefined
        : { type: 'failing', code: end.code, message: end.message, times }
    },
  }
}
