import { z } from 'zod'
import { UsageError } from '../ground/errors.ts'
import { problemsOf } from '../ground/json-file.ts'
import { nearestNames } from '../ground/nearest-name.ts'

/** An answer of a sample, to be graded. */
export interface GradedAnswer {
  /** Id of the problem. */
  readonly problem: string
  /** Place of the sample in the launch order of its problem; absent where the answer stands for a whole cluster. */
  readonly index?: number
  readonly answer: string
}

const filled = z.string().refine((text) => text.trim() !== '', 'text that is not empty')

/** A line of a file of disputed grades. */
export const disputeSchema = z.strictObject({
  /** Id of the problem. */
  id: filled,
  /** Only the sample at this place in the launch order. */
  index: z.int().min(0).exactOptional(),
  /** Only samples with this answer, however it is spelt. */
  answer: filled.exactOptional(),
  /** What the verdict should be. */
  correct: z.boolean(),
  reason: filled,
})

/** What a person says against the verdict on the answers of a problem: on one sample, on one answer, or on all. */
export type Dispute = z.infer<typeof disputeSchema>

/**
 * Reads disputes: JSON Lines of `{"id", "index"?, "answer"?, "correct", "reason"}`.
 *
 * @param ids - Ids of the problems of the run.
 * @throws UsageError that names file, line and key of everything wrong: no JSON, unknown keys, unknown problems, two disputes on the same thing.
 */
export function parseDisputes(text: string, path: string, ids: Iterable<string>): Dispute[] {
  const known = new Set(ids)
  const disputes: Dispute[] = []
  const faults: string[] = []
  const lines = new Map<string, number>()
  text.split('\n').forEach((written, position) => {
    if (written.trim() === '') return
    const line = position + 1
    const fault = (what: string) => faults.push(`${path}:${line}: ${what}`)
    let value: unknown
    try {
      value = JSON.parse(written)
    } catch {
      fault('this is not JSON: one object a line is expected')
      return
    }
    const checked = disputeSchema.safeParse(value)
    if (!checked.success) {
      for (const { path: key, text: what } of problemsOf(value, checked.error, disputeSchema)) {
        fault(key.length === 0 ? what : `${key.join('.')}: ${what}`)
      }
      return
    }
    const dispute = checked.data
    if (!known.has(dispute.id)) {
      const near = nearestNames(dispute.id, known, 1)
      fault(
        `id: no problem is called "${dispute.id}"${near.length === 0 ? '' : `; did you mean "${near[0]}"?`}`,
      )
    }
    const subject = JSON.stringify([dispute.id, dispute.index, dispute.answer])
    const earlier = lines.get(subject)
    if (earlier !== undefined) fault(`line ${earlier} disputes the same thing`)
    lines.set(subject, line)
    disputes.push(dispute)
  })
  if (faults.length > 0) {
    throw new UsageError(faults.join('\n'), {
      fix: 'Correct these lines: {"id", "index"?, "answer"?, "correct": true or false, "reason"}.',
    })
  }
  return disputes
}

/**
 * The dispute that applies to an answer: one on its sample before one on its answer, before one on its whole problem.
 *
 * @param says - Whether the answer graded says the same as an answer disputed.
 */
export function disputeOf(
  { problem, index, answer }: GradedAnswer,
  disputes: readonly Dispute[],
  says: (disputed: string) => boolean,
): Dispute | undefined {
  return disputes
    .filter((dispute) => dispute.id === problem)
    .filter((dispute) => dispute.index === undefined || dispute.index === index)
    .filter((dispute) => dispute.answer === undefined || dispute.answer === answer || says(dispute.answer))
    .reduce<Dispute | undefined>(
      (best, dispute) => (best === undefined || weight(dispute) > weight(best) ? dispute : best),
      undefined,
    )
}

function weight({ index, answer }: Dispute): number {
  return (index === undefined ? 0 : 2) + (answer === undefined ? 0 : 1)
}
