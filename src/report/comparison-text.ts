import type { RunComparison } from '../experiment/estimate/compare-runs.ts'
import type { PairedDifference } from '../experiment/estimate/paired.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { alignColumns } from './columns.ts'
import type { ComparisonJson } from './comparison-schema.ts'
import { formatCount, formatMany } from './format.ts'
import { groupReasons } from './report-text.ts'

/** The names of two runs that are compared. */
export interface ComparedRuns {
  readonly first: string
  readonly second: string
}

/** A comparison as `magi.comparison/1`. */
export function comparisonJson({ first, second }: ComparedRuns, comparison: RunComparison): ComparisonJson {
  return { schema: 'magi.comparison/1', first, second, ...comparison }
}

/** A comparison for a terminal: the differences on the problems both runs have, then those at the same cost. */
export function comparisonText({ first, second }: ComparedRuns, comparison: RunComparison): string {
  const { problems, leftOut, passAt1, vote, majAtK, equalTokens, absent } = comparison
  const rows = [
    ...(passAt1 === undefined ? [] : [differenceRow('pass@1', passAt1)]),
    ...majAtK.map((difference) => differenceRow(`maj@${difference.k}`, difference)),
    ...(vote === undefined ? [] : [differenceRow('right votes', vote)]),
  ]
  const equal = equalTokens.map(({ firstK, firstTokens, secondK, secondTokens, majority }) =>
    differenceRow(
      `maj@${firstK} (${formatCount(firstTokens)}) and maj@${secondK} (${formatCount(secondTokens)})`,
      majority,
    ),
  )
  const lines = [
    `${second} against ${first}, on ${formatMany(problems, 'problem')} that both have${leftOut === 0 ? '' : `; ${leftOut} left out`}`,
    ...(rows.length === 0 ? [] : ['', ...alignColumns([header, ...rows])]),
    ...(equal.length === 0
      ? []
      : ['', 'at equal tokens (mean tokens a problem):', ...alignColumns([header, ...equal])]),
    ...(absent.length === 0 ? [] : ['', 'not given:', ...groupReasons(absent).map((line) => `  ${line}`)]),
  ]
  if (rows.length > 0)
    lines.push(
      '',
      'differences in points, second minus first; p: sign-flip test of the mean difference, for votes McNemar’s',
    )
  return `${lines.map(cleanForTerminal).join('\n')}\n`
}

const header = ['', 'first', 'second', 'difference', '95 % interval', 'better', 'worse', 'p']

function differenceRow(
  label: string,
  { first, second, difference, wins, losses, pValue }: PairedDifference,
): string[] {
  const { mean, interval } = difference
  return [
    label,
    `${percent(first)} %`,
    `${percent(second)} %`,
    signed(mean),
    interval === undefined ? '' : `${signed(interval[0])} … ${signed(interval[1])}`,
    String(wins),
    String(losses),
    pValue < 0.001 ? '< 0.001' : pValue.toFixed(3),
  ]
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

/** A difference in points, with its sign; a zero has none. */
function signed(share: number): string {
  const points = percent(share)
  if (Number(points) === 0) return '0.0'
  return share > 0 ? `+${points}` : `−${points.slice(1)}`
}
