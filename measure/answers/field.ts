import { compareTexts, givenContext } from '../../src/answer/answers-lines.ts'
import { extractAnswer } from '../../src/answer/extract/extract.ts'
import { groupAnswers } from '../../src/answer/group-answers.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import type { FieldRow } from '../../test/support/field-answers.ts'

/** How the cases of one class came out. */
export interface FieldScore {
  readonly kind: FieldRow['kind']
  readonly class: string
  total: number
  right: number
  /** Two answers judged one. */
  falseMerges: number
  thrown: number
  readonly misses: { readonly id: string; readonly what: string }[]
}

/** Runs every case, by kind and class. */
export function scoreField(rows: readonly FieldRow[]): FieldScore[] {
  const scores = new Map<string, FieldScore>()
  for (const row of rows) {
    const name = `${row.kind} ${row.class}`
    const score = scores.get(name) ?? {
      ...{ kind: row.kind, class: row.class, total: 0, right: 0, falseMerges: 0, thrown: 0, misses: [] },
    }
    scores.set(name, score)
    score.total++
    const { isRight, said } = outcome(row)
    if (said === 'thrown') score.thrown++
    if (isRight) score.right++
    else
      score.misses.push({
        id: row.id,
        what: `${JSON.stringify(row.input).slice(0, 200)}: ${said} (${row.why})`,
      })
    if (!isRight && row.kind === 'compare' && row.expected === false && said === 'true') score.falseMerges++
  }
  return [...scores.values()].sort((a, b) => (`${a.kind} ${a.class}` < `${b.kind} ${b.class}` ? -1 : 1))
}

interface Outcome {
  readonly isRight: boolean
  readonly said: string
}

function outcome(row: FieldRow): Outcome {
  try {
    switch (row.kind) {
      case 'compare':
        return compared(row)
      case 'extract':
        return extracted(row)
      case 'group':
        return grouped(row)
    }
  } catch {
    return { isRight: false, said: 'thrown' }
  }
}

function compared({ input, expected }: Extract<FieldRow, { kind: 'compare' }>): Outcome {
  const { a, b, form, ...given } = input
  const { same } = compareTexts(a, b, form, givenContext(given, {}))
  return { isRight: typeof expected === 'string' || same === expected, said: String(same) }
}

function extracted({ input, expected }: Extract<FieldRow, { kind: 'extract' }>): Outcome {
  const { text, ...given } = input
  const context = givenContext(given, {})
  const extraction = extractAnswer(text, context)
  const said = extraction.type === 'none' ? 'none' : JSON.stringify(extraction.value)
  if (expected === null) return { isRight: extraction.type === 'none', said }
  if (expected.startsWith('found or none')) return { isRight: true, said }
  const isRight = extraction.type === 'found' && sameAnswer(extraction.value, expected, context).same
  return { isRight, said }
}

function grouped({ input, expected }: Extract<FieldRow, { kind: 'group' }>): Outcome {
  const { answers, ...given } = input
  const { clusters } = groupAnswers(answers, givenContext(given, {}))
  const said = clustersText(clusters.map(({ members }) => members))
  return { isRight: typeof expected === 'string' || said === clustersText(expected), said }
}

function clustersText(clusters: readonly (readonly number[])[]): string {
  return JSON.stringify([...clusters].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)))
}

/** The scores of one kind added up. */
export function sumOf(
  scores: readonly FieldScore[],
  kind: FieldRow['kind'],
): Omit<FieldScore, 'kind' | 'class' | 'misses'> {
  const all = scores.filter((score) => score.kind === kind)
  const sum = (of: (score: FieldScore) => number) => all.reduce((total, score) => total + of(score), 0)
  return {
    total: sum(({ total }) => total),
    right: sum(({ right }) => right),
    falseMerges: sum(({ falseMerges }) => falseMerges),
    thrown: sum(({ thrown }) => thrown),
  }
}

/** Classes in which no two answers may be joined by mistake. */
export const strictClasses = /^(?:dates|ranges|several quantities|units|code|versions|physics|hostile)/
