import { median } from '../support/median.ts'
import { type ClientName, type Run, type Start, sampleCount } from './clients.ts'
import { slotCount } from './sample-lines.ts'

/** Runs of one load, in rounds in which the clients took turns. */
export type Rounds = readonly Readonly<Partial<Record<ClientName, Run>>>[]

/** One measured figure beside what is asked of it. */
export interface Figure {
  readonly what: string
  /** The most that is asked for. */
  readonly most: number
  readonly measured: number
  readonly unit: '×' | '%' | 'MB'
}

/**
 * The ratio of two times in each round, then the middle of the rounds: whatever else runs on the machine slows both of a round.
 *
 * @returns NaN where no round has both.
 */
function ratio<Round>(
  rounds: readonly Round[],
  above: (round: Round) => number | undefined,
  below: (round: Round) => number | undefined,
): number {
  const both = rounds.map((round) => (above(round) ?? Number.NaN) / (below(round) ?? Number.NaN))
  return median(both.filter((value) => !Number.isNaN(value)))
}

/** What is asked of a real pace. Ideal: every wave of samples takes what one sample takes the bare reader. */
export function pacedFigures(rounds: Rounds): Figure[] {
  const waves = Math.ceil(sampleCount / slotCount)
  const idealMs = (floor: Run | undefined) => waves * median(floor?.sampleMs ?? [])
  const idle = median(rounds.map(({ magi }) => magi?.idle ?? Number.NaN))
  return [
    {
      what: '400 tokens at 2 ms: wall against ideal, start-up included',
      most: 1.05,
      measured: ratio(
        rounds,
        ({ magi }) => magi?.wallMs,
        ({ floor }) => idealMs(floor),
      ),
      unit: '×',
    },
    { what: 'the same: idle slot time', most: 0.5, measured: 100 * idle, unit: '%' },
    { what: 'the same: CPU against ollama + p-limit', most: 1.2, measured: cpuRatio(rounds), unit: '×' },
  ]
}

/** What is asked of full speed. Every client read the same tokens, so CPU a token compares as CPU does. */
export function fullFigures(rounds: Rounds): Figure[] {
  const what = '8,000 tokens at full speed: CPU a token against ollama + p-limit'
  return [{ what, most: 1.5, measured: cpuRatio(rounds), unit: '×' }]
}

function cpuRatio(rounds: Rounds): number {
  return ratio(
    rounds,
    ({ magi }) => magi?.cpuMs,
    ({ peer }) => peer?.cpuMs,
  )
}

/** What is asked of the start. */
export function startFigures(starts: readonly Start[]): Figure[] {
  const againstNode = (of: (start: Start) => number) => ratio(starts, of, ({ nodeMs }) => nodeMs)
  return [
    {
      what: 'magi --version against node -e 0',
      most: 1.6,
      measured: againstNode(({ versionMs }) => versionMs),
      unit: '×',
    },
    {
      what: 'first request on the wire against node -e 0',
      most: 5,
      measured: againstNode(({ firstRequestMs }) => firstRequestMs),
      unit: '×',
    },
  ]
}

/** What is asked of memory: largest resident set with long samples less that with short ones. */
export function memoryFigures(long: Rounds, short: Rounds): Figure[] {
  const peakMb = (rounds: Rounds) => median(rounds.map(({ magi }) => magi?.peakMb ?? Number.NaN))
  const what = 'memory at 8,000 against 800 tokens a sample'
  return [{ what, most: 40, measured: peakMb(long) - peakMb(short), unit: 'MB' }]
}

/** A figure as a row of a table: what, asked, measured, mark. */
export function figureRow({ what, most, measured, unit }: Figure): string[] {
  const text = (value: number) => `${value.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`
  return [what, `≤ ${text(most)}`, text(measured), measured <= most ? 'ok' : 'over']
}
