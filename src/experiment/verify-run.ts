import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { answerGrouper } from '../answer/answer-grouper.ts'
import type { Problem } from '../config/problem.ts'
import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import { issueText } from '../ground/issue-text.ts'
import { formatOf } from '../journal/journal.ts'
import { writerOf } from '../journal/lock.ts'
import type { Manifest } from '../journal/manifest.ts'
import { journalLines } from '../journal/read-journal.ts'
import { runFiles } from '../journal/run-files.ts'
import { readManifest, readProblemsOf } from '../journal/run-folder.ts'
import { sampleSchema } from '../sample/sample.ts'
import { recountVote, type VotedSample } from '../vote/recount.ts'
import type { VoteFigures } from '../vote/vote.ts'
import { datasetDigest } from './dataset/digest.ts'
import { recordedContext } from './recorded-problems.ts'
import type { Finding, RunResult, Verification } from './result-schema.ts'
import { isWhole, readResult } from './run-summary.ts'
import { type SampleChecks, sampleChecks } from './verify-sample.ts'

/**
 * Checks a run folder: its manifest, every line of its journal against the schema and against the manifest, and whether its result is
 * what the journal gives. Reads the journal as a stream and changes nothing.
 *
 * @param magiVersion - The version that checks: another one may count the same answers otherwise.
 */
export async function verifyRun(folder: string, magiVersion: string): Promise<Verification> {
  const findings: Finding[] = []
  const add = (finding: Finding) => void findings.push(finding)
  const verification = (samples: number, runId?: string): Verification => ({
    schema: 'magi.verification/1',
    ...defined({ runId }),
    folder,
    ok: findings.every(({ level }) => level === 'note'),
    samples,
    findings,
  })
  const read = <T>(file: string, work: Promise<T>): Promise<T | undefined> =>
    work.catch((thrown) => {
      add({ level: 'broken', file, text: messageOf(thrown) })
      return undefined
    })

  const manifest = await read(runFiles.manifest, readManifest(folder))
  if (manifest === undefined) return verification(0)
  const problems = (await read(runFiles.problems, readProblemsOf(folder))) ?? []
  checkProblems(manifest, problems, add)
  const writer = await writerOf(folder)
  if (writer !== undefined) {
    add({
      level: 'note',
      file: 'lock',
      text: `${writer} writes the run now: its last lines may still change`,
    })
  }
  const checks = sampleChecks(manifest, problems)
  const ended = isWhole(await readResult(folder).catch(() => undefined))
  const drawn = await readJournalLines(
    { folder, manifest, checks },
    { written: writer !== undefined, ended },
    add,
  )
  const result = await read(runFiles.result, readResult(folder))
  if (result === undefined) {
    if (!existsSync(join(folder, runFiles.result)))
      add({ level: 'note', file: runFiles.result, text: 'not there: the run was stopped before its end' })
  } else if (findings.every(({ level }) => level === 'note')) {
    checkResult({ manifest, problems, drawn, result, magiVersion }, add)
  }
  return verification(
    [...drawn.values()].reduce((sum, samples) => sum + samples.length, 0),
    manifest.runId,
  )
}

function checkProblems({ command, dataset }: Manifest, problems: readonly Problem[], add: Add): void {
  const file = runFiles.problems
  if (command === 'vote' || dataset === undefined) return
  if (problems.length !== dataset.problems) {
    add({
      level: 'broken',
      file,
      text: `holds ${problems.length} problems, the manifest says ${dataset.problems}`,
    })
  } else if (datasetDigest(problems) !== dataset.hash) {
    add({ level: 'broken', file, text: 'the problems are not those that the run was begun with' })
  }
}

type Add = (finding: Finding) => void

interface Journaled {
  readonly folder: string
  readonly manifest: Manifest
  readonly checks: SampleChecks
}

/** Reads the journal line by line; gives the good samples by problem, without their texts. */
async function readJournalLines(
  { folder, manifest, checks }: Journaled,
  { written, ended: runEnded }: { readonly written: boolean; readonly ended: boolean },
  add: Add,
): Promise<Map<string, VotedSample[]>> {
  const file = runFiles.journal
  const drawn = new Map<string, VotedSample[]>()
  const path = join(folder, file)
  if (!existsSync(path)) return drawn
  for await (const read of journalLines(path, formatOf(manifest))) {
    const { line } = read
    const at = (text: string, key?: string, level: Finding['level'] = 'broken'): void =>
      add({ level, file, line, ...defined({ key }), text })
    if ('fault' in read) {
      if (written && !read.isEnded) at('is being written', undefined, 'note')
      else if (read.isTorn) {
        // A run that came to its end wrote whole lines: there, nothing but damage tears one.
        const bytes = `${read.bytes} bytes${read.isEnded ? '' : ' without a line end'}`
        const text = `torn by a stop (${bytes}); resuming the run cuts it off`
        at(text, undefined, runEnded ? 'broken' : 'note')
      } else at(read.fault)
      continue
    }
    const { value } = read
    const parsed = sampleSchema.safeParse(value)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const key = (value as { key?: unknown } | null)?.key
      const where = issue?.path.join('.') || 'the line'
      at(
        `${where}: ${issue === undefined ? 'not readable' : issueText(issue)}`,
        typeof key === 'string' ? key : undefined,
      )
      continue
    }
    const { thinking: _thinking, text: _text, ...sample } = parsed.data
    for (const wrong of checks.read(sample, line)) at(wrong, sample.key)
    const list = drawn.get(sample.problem) ?? []
    list.push(sample)
    drawn.set(sample.problem, list)
  }
  return drawn
}

interface Compared {
  readonly manifest: Manifest
  readonly problems: readonly Problem[]
  readonly drawn: ReadonlyMap<string, readonly VotedSample[]>
  readonly result: RunResult
  readonly magiVersion: string
}

/** Compares each vote of the result with the one that the journal gives. */
function checkResult({ manifest, problems, drawn, result, magiVersion }: Compared, add: Add): void {
  const file = runFiles.result
  const say = (text: string, level: Finding['level'] = 'broken') => add({ level, file, text })
  if (result.runId !== manifest.runId) say(`is of run ${result.runId}, not of ${manifest.runId}`)
  const known = new Map(problems.map((problem) => [problem.id, problem]))
  const votes = result.schema === 'magi.vote/1' ? [{ id: 'p1', ...result }] : result.problems
  for (const { id, vote, samples } of votes) {
    const group = answerGrouper(recordedContext(manifest, known.get(id)))
    const counted = recountVote(drawn.get(id) ?? [], manifest, group)
    const ended = new Set((drawn.get(id) ?? []).map(({ index }) => index)).size
    if (ended < samples.drawn) {
      say(`${id}: counts ${samples.drawn} samples, the journal holds ${ended}`)
    } else if (counted.samples.drawn > samples.drawn) {
      say(
        `${id}: counts ${samples.drawn} of the ${counted.samples.drawn} samples that the journal holds`,
        'note',
      )
    } else if (comparedText(counted.vote) !== comparedText(vote)) {
      const other = manifest.magiVersion !== magiVersion
      say(
        `${id}: says ${comparedText(vote)}, the journal gives ${comparedText(counted.vote)}${
          other ? ` (counted by Magi ${manifest.magiVersion}, checked by ${magiVersion})` : ''
        }`,
        other ? 'note' : 'broken',
      )
    }
  }
}

/** What a vote comes to, in a few words that are equal where it is equal. */
function comparedText(vote: VoteFigures): string {
  switch (vote.type) {
    case 'won':
    case 'short':
      return `${vote.type} by ${JSON.stringify(vote.answer)} with ${vote.votes} of ${vote.ballots}`
    case 'tied':
      return `a tie of ${JSON.stringify(vote.answers)} with ${vote.votes} of ${vote.ballots} each`
    default:
      return 'no answers'
  }
}
