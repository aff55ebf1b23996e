import {
  bareAnswers,
  type EqualVector,
  type ExtractVector,
  isCore,
  readVectors,
  type VoteVector,
} from '../test/support/answer-vectors.ts'
import { readFieldRows } from '../test/support/field-answers.ts'
import { compareAll } from './answers/all-pairs.ts'
import { compareVectors, extractVectors, type Miss, type Score } from './answers/equality.ts'
import { type FieldScore, scoreField, strictClasses, sumOf } from './answers/field.ts'
import { compareHostile } from './answers/hostile.ts'
import { againstPlainVote } from './answers/plain-vote.ts'
import { measureImport, measureSpeed } from './answers/speed.ts'
import { groupVectors } from './answers/votes.ts'
import { readRecordings } from './support/recordings.ts'
import { percent, print, printTable } from './support/table.ts'

/** Tags of pairs that must never be joined by mistake. */
const sacred = ['mutation', 'bigint', 'set', 'scan']

/** A row of the table: what is asked, and what was found. */
interface Gate {
  readonly gate: string
  readonly asked: string
  readonly measured: string
  readonly holds: boolean
}

/**
 * Prints how the answer engine does on the vectors of known outcome, and what it changes on recorded votes.
 *
 * @param args - `--misses` lists every vector that came out otherwise; `--no-traces` leaves the recorded votes out.
 */
export async function run(args: string[]): Promise<void> {
  const equal = readVectors<EqualVector>('equal')
  const extract = readVectors<ExtractVector>('extract')
  const vote = readVectors<VoteVector>('vote')
  const answers = bareAnswers()
  if (equal === undefined || extract === undefined || vote === undefined || answers === undefined) return
  const scores = {
    bare: compareVectors(equal, 'answer'),
    prose: compareVectors(equal, 'prose'),
    extraction: extractVectors(extract),
  }
  print('All figures are *measured* here, on the vectors beside the project.')
  print()
  const field = scoreField(readFieldRows() ?? [])
  const gates = [
    ...scoreGates(scores),
    ...fieldGates(field),
    ...voteGates(vote),
    ...hostileGates(equal),
    ...speedGates(equal),
    ...scanGates(answers),
  ]
  printTable(
    ['gate', 'asked', 'measured', 'holds'],
    gates.map(({ gate, asked, measured, holds }) => [gate, asked, measured, holds ? 'yes' : 'NO']),
  )
  printField(field, args.includes('--misses'))
  if (args.includes('--misses')) printMisses(scores)
  if (!args.includes('--no-traces')) await printRecordedVotes()
}

function scoreGates({
  bare,
  prose,
  extraction,
}: Readonly<Record<'bare' | 'prose' | 'extraction', Score>>): Gate[] {
  const merged = bare.misses.filter(({ falseMerge }) => falseMerge)
  const grave = merged.filter(({ kind }) => sacred.some((tag) => kind.split(',').includes(tag)))
  return [
    share('core bare answers', bare, 0.97),
    gate('false merges, core', '≤ 1', `${merged.length}`, merged.length <= 1),
    gate(`false merges among ${sacred.join(', ')}`, '0', `${grave.length}`, grave.length === 0),
    share('core prose', prose, 0.92),
    share('core extraction', extraction, 0.95),
  ]
}

function share(name: string, { right, total }: Score, least: number): Gate {
  const measured = `${percent(right / total, 1)} % (${right} of ${total})`
  return gate(name, `≥ ${percent(least, 0)} %`, measured, right / total >= least)
}

function gate(name: string, asked: string, measured: string, holds: boolean): Gate {
  return { gate: name, asked, measured, holds }
}

/** What is asked on everyday answers: dates, units, codes, names, closings of chats. */
function fieldGates(scores: readonly FieldScore[]): Gate[] {
  if (scores.length === 0) return []
  const [compare, extract, group] = [
    sumOf(scores, 'compare'),
    sumOf(scores, 'extract'),
    sumOf(scores, 'group'),
  ]
  const strict = scores.filter((score) => strictClasses.test(score.class))
  const grave = strict.reduce((sum, { falseMerges }) => sum + falseMerges, 0)
  const thrown = compare.thrown + extract.thrown + group.thrown
  return [
    share('everyday answers compared', { ...compare, misses: [] }, 0.97),
    gate('false merges among them', '≤ 3', `${compare.falseMerges}`, compare.falseMerges <= 3),
    gate('… in dates, ranges, quantities, units, codes, physics, hostile', '0', `${grave}`, grave === 0),
    share('everyday texts', { ...extract, misses: [] }, 0.95),
    share('everyday votes', { ...group, misses: [] }, 1),
    gate('everyday cases: thrown', '0', `${thrown}`, thrown === 0),
  ]
}

function printField(scores: readonly FieldScore[], withMisses: boolean): void {
  if (scores.length === 0) return
  print()
  print('Everyday answers by class:')
  print()
  printTable(
    ['kind', 'class', 'right', 'of', 'false merges', 'thrown'],
    scores.map(({ kind, class: name, right, total, falseMerges, thrown }) => [
      ...[kind, name, `${right}`, `${total}`, `${falseMerges}`, `${thrown}`],
    ]),
  )
  if (!withMisses) return
  for (const { misses } of scores) for (const { id, what } of misses) print(`  ${id}: ${what}`)
}

function voteGates(vectors: readonly VoteVector[]): Gate[] {
  const core = vectors.filter((vector) => isCore(vector))
  const misses = groupVectors(core)
  const contested = vectors.filter((vector) => !isCore(vector) && !vector.id.includes('options'))
  const open = groupVectors(contested)
  const measured = `${core.length - misses.length} of ${core.length}; contested ${contested.length - open.length} of ${contested.length}`
  return [gate('votes, in every order', 'all', measured, misses.length === 0)]
}

function hostileGates(vectors: readonly EqualVector[]): Gate[] {
  const result = compareHostile(vectors)
  return [
    gate('hostile: thrown', '0', `${result.thrown.length}`, result.thrown.length === 0),
    gate('hostile: slowest pair', '< 50 ms', `${result.slowestMs.toFixed(1)} ms`, result.slowestMs < 50),
    gate(
      'hostile: false merges',
      '0',
      `${result.falseMerges.length} (missed: ${result.missed.length} of ${result.pairs})`,
      result.falseMerges.length === 0,
    ),
    gate('hostile: heap growth', '< 50 MB', `${result.heapGrowthMb.toFixed(1)} MB`, result.heapGrowthMb < 50),
  ]
}

function speedGates(vectors: readonly EqualVector[]): Gate[] {
  const speed = measureSpeed(vectors)
  const { elapsedMs, cpuMs } = measureImport()
  const imported = `${elapsedMs.toFixed(1)} ms, CPU ${cpuMs.toFixed(1)} ms`
  const pair = `p99 ${speed.p99Ms.toFixed(2)} ms, median ${speed.medianMs.toFixed(3)} ms`
  const keyed = `p99 ${speed.keyedP99Us.toFixed(1)} µs, median ${speed.keyedMedianUs.toFixed(1)} µs`
  const ballots = `${speed.ballotsMs.toFixed(0)} ms; all distinct ${speed.distinctBallotsMs.toFixed(0)} ms`
  return [
    gate('a pair', 'p99 < 1 ms', pair, speed.p99Ms < 1),
    gate('a pair once keyed', '< 50 µs', keyed, speed.keyedP99Us < 50),
    gate('import', '< 15 ms', imported, elapsedMs < 15),
    gate('10,000 ballots grouped', '< 1 s', ballots, speed.ballotsMs < 1000),
  ]
}

function scanGates(answers: readonly string[]): Gate[] {
  const scan = compareAll(answers)
  const broken = scan.notReflexive.length + scan.notSymmetric.length
  const measured = `${scan.notReflexive.length} not reflexive, ${scan.notSymmetric.length} not symmetric; ${scan.merges.length} merges in ${scan.pairs} pairs, ${scan.microsecondsAPair.toFixed(1)} µs each`
  return [gate('all pairs of the answers', 'reflexive, symmetric', measured, broken === 0)]
}

function printMisses(scores: Readonly<Record<string, Score>>): void {
  for (const [name, { misses }] of Object.entries(scores)) {
    print()
    print(`${name}: ${misses.length} missed`)
    for (const [kind, count] of countByKind(misses)) print(`  ${count} × ${kind === '' ? 'untagged' : kind}`)
    for (const { id, what, falseMerge } of misses)
      print(`  ${falseMerge ? 'FALSE MERGE ' : ''}${id}: ${what}`)
  }
}

function countByKind(misses: readonly Miss[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { kind } of misses) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

async function printRecordedVotes(): Promise<void> {
  print()
  print('Recorded votes, counted by equal strings and by this engine (*measured*; ties are no winner):')
  print()
  const rows = (await readRecordings([])).map(againstPlainVote)
  printTable(
    [
      'source',
      'questions',
      'other winner',
      'ties lost',
      'ties won',
      'right by strings, %',
      'right by engine, %',
      'ms a question',
    ],
    rows.map((row) => [
      row.source,
      `${row.questions}`,
      `${row.otherWinner}`,
      `${row.tiesLost}`,
      `${row.tiesWon}`,
      percent(row.rightByStrings),
      percent(row.rightByGrouping),
      row.millisecondsAQuestion.toFixed(2),
    ]),
  )
}
