import type { Sample } from '../sample/sample.ts'

/** Why drawing ended before its rule or its budget ended it. */
export type RunBreak =
  | { readonly type: 'interrupted'; readonly why: string }
  /** Samples failed the same way one after another. */
  | { readonly type: 'failing'; readonly code: string; readonly message: string; readonly times: number }

/** So many samples failing the same way in a row end the run: the next would too. */
const failuresInARow = 5

/** Watches for samples that fail the same way one after another. */
export function failureRow(): { add(sample: Pick<Sample, 'end'>): RunBreak | undefined } {
  let times = 0
  let last = ''
  return {
    add({ end }) {
      const code = end.type === 'failed' ? end.code : ''
      times = code === last ? times + 1 : 1
      last = code
      if (end.type !== 'failed' || times < failuresInARow) return undefined
      return { type: 'failing', code: end.code, message: end.message, times }
    },
  }
}
