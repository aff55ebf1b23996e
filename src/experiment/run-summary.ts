import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunFolderError } from '../ground/errors.ts'
import { linesOfFile } from '../ground/lines.ts'
import { writerOf } from '../journal/lock.ts'
import type { Manifest } from '../journal/manifest.ts'
import { runFiles } from '../journal/run-files.ts'
import { readManifest } from '../journal/run-folder.ts'
import { type RunResult, type RunSummary, runResultSchema } from './result-schema.ts'

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
    `${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not readable'}.`,
    { fix: 'Resume the run, which writes it anew, or remove that file: the journal holds every sample.' },
  )
}

/** What a list of runs says of one. Reads its manifest and its result; of its journal only where there is no result, and then it only counts. */
export async function summariseRun(folder: string): Promise<RunSummary> {
  const manifest = await readManifest(folder)
  const { runId, command, createdAt, model, n, dataset } = manifest
  const result = await readResult(folder)
  const written = (await writerOf(folder)) !== undefined
  const prompt = command === 'vote' ? promptOf(manifest) : undefined
  return {
    ...{ runId, folder, command, createdAt, model: model.name, n },
    ...(prompt === undefined ? {} : { prompt }),
    ...(dataset === undefined ? {} : { dataset: dataset.path, problems: dataset.problems }),
    state: written ? 'being-written' : isWhole(result) ? 'ended' : 'unfinished',
    ...(result === undefined ? { recorded: await countLines(join(folder, runFiles.journal)) } : came(result)),
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

async function countLines(path: string): Promise<number> {
  let count = 0
  try {
    for await (const { ended } of linesOfFile(path)) if (ended) count += 1
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
  }
  return count
}
