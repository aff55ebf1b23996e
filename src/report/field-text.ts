import { padWidth, textWidth } from '../ground/text-width.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { Assembly, FieldVote } from '../vote/fields/field-vote.ts'
import { outcomeNames } from '../vote/outcome-terms.ts'
import { formatMany, formatShare, oneLine } from './format.ts'

/** Longest path and longest value in a table of fields, in characters. */
const longestPath = 32
const longestValue = 36
/** Other values told of a field. */
const mostOthers = 4

/** A value of a field for a person; `absent` where the field is not there. */
export function fieldValueText(option: { readonly value?: unknown }): string {
  return 'value' in option ? (JSON.stringify(option.value) ?? 'absent') : 'absent'
}

/** The vote on each field, a line each: what leads, its votes, what else was said and by which samples. Clean for a terminal. */
export function fieldLines(fields: readonly FieldVote[]): string[] {
  const rows = fields.map((field) => ({
    path: cell(field.path, longestPath),
    value: field.type === 'no-answers' ? 'no answer' : cell(fieldValueText(field), longestValue),
    votes: `${field.votes} of ${field.ballots}`,
    rest: restText(field),
  }))
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(textWidth))
  const path = widest(rows.map((row) => row.path))
  const value = widest(rows.map((row) => row.value))
  const votes = widest(rows.map((row) => row.votes))
  return rows.map((row) =>
    `${padWidth(row.path, path)}  ${padWidth(row.value, value)}  ${padWidth(row.votes, votes)}${row.rest}`.trimEnd(),
  )
}

/** How the answer was put together, where there is anything to say of it. */
export function assemblyLines({ from, why, medoid, exact, prose, items, wholes }: Assembly): string[] {
  const lines = prose.map(
    ({ path, sample }) => `${cell(path, longestPath)} is not voted: it is as sample ${sample} wrote it`,
  )
  for (const { path, by, key } of items) {
    if (by === 'matched') lines.push(`the items of ${cell(path, longestPath)} are matched by what they say`)
    else if (by === 'found')
      lines.push(
        `the items of ${cell(path, longestPath)} are told apart by ${cell((key ?? []).join(', '), longestPath)}`,
      )
  }
  for (const { at, keyword } of wholes)
    lines.push(`${cell(keyword, longestPath)} at ${cell(at, 60)} of the schema: voted as a whole below it`)
  if (why === 'does-not-fit')
    lines.push(`the elected fields together do not fit the schema: the answer is what sample ${medoid} wrote`)
  else if (from === 'medoid')
    lines.push(`the answer is what sample ${medoid} wrote, which agrees with most fields`)
  else if (exact.length === 0) lines.push('no sample wrote exactly this answer')
  else lines.push(`${formatMany(exact.length, 'sample')} wrote exactly this answer`)
  return lines
}

/** The share of a field, what kept it from being won, and what else was said. */
function restText({ type, required, share, others, ballots }: FieldVote): string {
  const state =
    type === 'won' ? '' : type === 'short' ? `, ${outcomeNames.short}` : type === 'tied' ? ', tied' : ''
  const shares = ballots === 0 ? '' : `  ${formatShare(share)}`
  const optional = required ? '' : ', optional'
  const told = others
    .slice(0, mostOthers)
    .map(
      (other) =>
        `${cell(fieldValueText(other), longestValue)} ${other.votes} (${samplesText(other.samples)})`,
    )
  const hidden = others.length - told.length
  if (hidden > 0) told.push(`${hidden} more`)
  return `${shares}${state}${optional}${told.length === 0 ? '' : `; ${told.join(', ')}`}`
}

function samplesText(samples: readonly number[]): string {
  const shown = samples.slice(0, 5).map((sample) => `#${sample}`)
  return samples.length > shown.length ? `${shown.join(' ')} …` : shown.join(' ')
}

function cell(text: string, longest: number): string {
  return oneLine(cleanForTerminal(text), longest)
}
