import { existsSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { z } from 'zod'
import { defined } from '../ground/defined.ts'
import { RunFolderError } from '../ground/errors.ts'
import { issueText } from '../ground/issue-text.ts'
import { writerOf } from '../journal/lock.ts'
import type { Manifest } from '../journal/manifest.ts'
import { runFiles } from '../journal/run-files.ts'
import { readManifest, readSamples } from '../journal/run-folder.ts'
import { writeDerived } from '../journal/whole-file.ts'
import { type RunResult, type RunSummary, runResultSchema, runSummarySchema } from './result-schema.ts'

/**
 * Reads what a run came to when it last ended or was stopped; `undefined` where it was never said.
 *
 * @throws RunFolderError where the file is damaged.
 */
export async function readResult(folder: string): Promise<RunResult | undefined> {
  const path = join(folder, runFiles.result)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  const parsed = runResultSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new RunFolderError(
    `${path}: ${issue?.path.join('.') || 'the file'}: ${issue === undefined ? 'not readable' : issueText(issue)}.`,
    { fix: 'Resume the run, which writes it anew, or remove that file: the journal holds every sample.' },
  )
}

/**
 * What a list of runs says of one: of its manifest, its result, and of its journal, whose lines are checked and counted.
 *
 * It is kept beside the run, and taken from there as long as none of the three has another size or times of change.
 */
export async function summariseRun(folder: string): Promise<RunSummary> {
  const stamps = stampsOf(folder)
  const isWritten = (await writerOf(folder)) !== undefined
  const kept = readKept(folder, stamps)
  if (kept !== undefined) return { ...kept, folder, state: isWritten ? 'being-written' : kept.state }
  const manifest = await readManifest(folder)
  const { runId, command, createdAt, model, n, dataset } = manifest
  const recorded = await wholeLines(folder, manifest)
  const result = await readResult(folder)
  const prompt = command === 'vote' ? promptOf(manifest) : undefined
  const summary: RunSummary = {
    ...{ runId, folder, command, createdAt, model: model.name, n },
    ...defined({ prompt }),
    ...(dataset === undefined ? {} : { dataset: dataset.path, problems: dataset.problems }),
    state: isWhole(result) ? 'ended' : 'unfinished',
    ...(result === undefined ? { recorded } : came(result)),
  }
  if (isWritten) return { ...summary, state: 'being-written' }
  // A folder that cannot be written is read in full each time.
  await writeDerived(join(folder, runFiles.summary), { schema: keptName, stamps, summary }).catch(
    () => undefined,
  )
  return summary
}

/** Runs that are read at once. */
const atOnce = 16

/**
 * Summarises many runs, several at once, in the order given.
 *
 * @param onTrouble - Told of a run that cannot be read; it is left out.
 */
export async function summariseRuns(
  folders: readonly string[],
  onTrouble: (folder: string, thrown: unknown) => void,
  signal?: AbortSignal,
): Promise<RunSummary[]> {
  const limit = pLimit(atOnce)
  const all = await Promise.all(
    folders.map((folder) =>
      limit(async () => {
        signal?.throwIfAborted()
        return summariseRun(folder).then(
          (summary) => ({ summary }),
          (thrown: unknown) => ({ folder, thrown }),
        )
      }),
    ),
  )
  return all.flatMap((each) => {
    if ('summary' in each) return [each.summary]
    onTrouble(each.folder, each.thrown)
    return []
  })
}

/** The schema of a summary that is kept. */
const keptName = 'magi.run-summary/1'
const keptSchema = z.object({
  schema: z.literal(keptName),
  stamps: z.string(),
  summary: runSummarySchema,
})

/**
 * Size, times of change (of the bytes, which can be set back, and of the file) and number of each file that a summary is made of, as one text.
 *
 * This and the reading of what is kept are all that a list does of most runs, thousands of them: calls that wait cost a tenth of those that are
 * handed to another thread and back, and a missing file is no exception to be made.
 */
function stampsOf(folder: string): string {
  return [runFiles.manifest, runFiles.journal, runFiles.result]
    .map((name) => {
      const path = join(folder, name)
      const found = existsSync(path) ? statSync(path, { throwIfNoEntry: false }) : undefined
      return found === undefined ? 'none' : `${found.size} ${found.mtimeMs} ${found.ctimeMs} ${found.ino}`
    })
    .join(', ')
}

function readKept(folder: string, stamps: string): RunSummary | undefined {
  try {
    const kept = keptSchema.parse(JSON.parse(readFileSync(join(folder, runFiles.summary), 'utf8')))
    return kept.stamps === stamps ? kept.summary : undefined
  } catch {
    return undefined
  }
}

/** Whether a run came to its end: it has a result, and that does not say that it was stopped. */
export function isWhole(result: RunResult | undefined): boolean {
  return result !== undefined && (result.schema === 'magi.vote/1' || result.stopped === undefined)
}

/** The prompt of a vote, as it was sent. */
export function promptOf({ request }: Pick<Manifest, 'request'>): string {
  const user = request.messages.filter(({ role }) => role === 'user').at(-1)
  return typeof user?.['content'] === 'string' ? user['content'] : ''
}

function came(result: RunResult): Pick<RunSummary, 'drawn' | 'votes' | 'answer'> {
  const all = result.schema === 'magi.vote/1' ? [result] : result.problems
  const votes = { won: 0, tied: 0, short: 0, 'no-answers': 0 }
  for (const { vote } of all) votes[vote.type] += 1
  const drawn = all.reduce((sum, { samples }) => sum + samples.drawn, 0)
  const won = result.schema === 'magi.vote/1' && result.vote.type === 'won' ? result.vote.answer : undefined
  return { drawn, votes, ...(won === undefined ? {} : { answer: won }) }
}

/**
 * How many samples the journal of a run holds.
 *
 * @throws RunFolderError with the line for one that is not as it was written: a list shows no run as sound that every other command refuses.
 */
async function wholeLines(folder: string, manifest: Manifest): Promise<number> {
  let count = 0
  // The problems of a large set take longer to read than all else, and a line that was changed is known by its checksum.
  for await (const _sample of readSamples(folder, () => {}, { manifest, problems: [] })) count += 1
  return count
}
