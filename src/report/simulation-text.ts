import type { SimulationRow } from '../experiment/simulation-schema.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { alignColumns } from './columns.ts'

const header = [
  'source',
  'rule',
  'N',
  'slots',
  'schedule',
  'questions',
  'samples',
  'agreement',
  'accuracy',
  'of N',
  'tokens',
  'time',
]

/** A simulation for a terminal. Samples are a mean over questions; the other figures are per cent. */
export function simulationText(rows: readonly SimulationRow[]): string {
  const cells = rows.map((row) => [
    row.source ?? 'all sources',
    row.rule,
    String(row.n),
    String(row.slots),
    row.schedule ?? '',
    String(row.questions),
    row.samplesMean.toFixed(2),
    percent(row.agreement),
    percent(row.accuracy),
    percent(row.accuracyFixed),
    percent(row.tokensShare, 0),
    percent(row.timeShare, 0),
  ])
  const lines = alignColumns([header, ...cells], [1, 4])
  return [
    ...lines,
    '',
    'samples: mean drawn; in %: agreement, the same outcome as all N; accuracy and of N, votes won by the known answer;',
    'tokens and time, of those of all N',
  ]
    .map((line) => `${cleanForTerminal(line)}\n`)
    .join('')
}

function percent(share: number | undefined, digits = 2): string {
  return share === undefined ? '' : (100 * share).toFixed(digits)
}
