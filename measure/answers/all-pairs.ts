import type { DecidingLayer } from '../../src/answer/equivalence/deciding-layer.ts'
import { keyAnswer } from '../../src/answer/equivalence/key-answer.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'

/** Two answers of other spelling, judged one. */
export interface Merge {
  readonly a: string
  readonly b: string
  /** The layer that joined them. */
  readonly by: DecidingLayer
}

/** What comparing every answer with every other brought. */
export interface AllPairs {
  readonly answers: number
  readonly pairs: number
  /** Answers that are not the same as themselves. */
  readonly notReflexive: readonly string[]
  /** Pairs with another verdict, or another reason, the other way round. */
  readonly notSymmetric: readonly string[]
  /** Pairs judged one answer, in the order of the answers. */
  readonly merges: readonly Merge[]
  readonly microsecondsAPair: number
}

/** Compares all answers with all others, both ways, each keyed once. */
export function compareAll(answers: readonly string[]): AllPairs {
  const keyed = answers.map((answer) => keyAnswer(answer))
  const [notReflexive, notSymmetric] = [[] as string[], [] as string[]]
  const merges: Merge[] = []
  let pairs = 0
  const start = performance.now()
  for (const [index, a] of keyed.entries()) {
    if (!sameAnswer(a, keyAnswer(a.text)).same) notReflexive.push(a.text)
    for (let next = index + 1; next < keyed.length; next++) {
      const b = keyed[next]
      if (b === undefined) break
      const [there, back] = [sameAnswer(a, b), sameAnswer(b, a)]
      pairs++
      if (there.same) merges.push({ a: a.text, b: b.text, by: there.by })
      if (there.same !== back.same || there.by !== back.by) notSymmetric.push(`${a.text} ~ ${b.text}`)
    }
  }
  const microsecondsAPair = ((performance.now() - start) * 1000) / (2 * pairs)
  return { answers: answers.length, pairs, notReflexive, notSymmetric, merges, microsecondsAPair }
}
