import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { RunSummary } from '../experiment/result-schema.ts'
import { summariseRun, summariseRuns } from '../experiment/run-summary.ts'
import { messageOf } from '../ground/errors.ts'
import { runFiles } from '../journal/run-files.ts'
import { listRunIds } from '../journal/run-folder.ts'
import { runOutcome } from '../report/run-text.ts'
import type { RunList } from './view/run-list.ts'

/** Runs on one page of the list. */
const perPage = 50

/** What the name of a run's folder looks like in an address: no path, no way up. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

/** The folder of a run by its name; `undefined` where there is none. Nothing but a folder right below that of all runs is ever named. */
export function folderOfRun(runs: string, name: string): string | undefined {
  if (!nameForm.test(name)) return undefined
  const folder = join(runs, name)
  return existsSync(join(folder, runFiles.manifest)) ? folder : undefined
}

/** What the list of runs says of one; `undefined` where it cannot be read. */
export async function summaryOfRun(runs: string, name: string): Promise<RunSummary | undefined> {
  const folder = folderOfRun(runs, name)
  return folder === undefined ? undefined : summariseRun(folder).catch(() => undefined)
}

/** The last runs, newest first; those that cannot be read are left out. */
export async function lastRuns(runs: string, count: number, signal: AbortSignal): Promise<RunSummary[]> {
  const ids = (await listRunIds(runs)).slice(-count).reverse()
  return summariseRuns(
    ids.map((id) => join(runs, id)),
    () => {},
    signal,
  )
}

/**
 * A page of the runs on the disk that hold every word searched for, in id, question, answer, outcome, model or dataset.
 *
 * @param place - Which page, from 1.
 */
export async function searchRuns(
  runs: string,
  {
    search,
    place,
    signal,
  }: { readonly search: string; readonly place: number; readonly signal: AbortSignal },
): Promise<RunList> {
  const ids = (await listRunIds(runs)).reverse()
  const from = (place - 1) * perPage
  const damaged: { runId: string; message: string }[] = []
  const read = (names: readonly string[]) =>
    summariseRuns(
      names.map((id) => join(runs, id)),
      (folder, thrown) => damaged.push({ runId: basename(folder), message: messageOf(thrown) }),
      signal,
    )
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  // Without a search only what is shown is read, however many runs there are.
  const fitting = words.length === 0 ? ids : undefined
  const found = fitting === undefined ? (await read(ids)).filter((run) => holds(run, words)) : undefined
  const count = (found ?? ids).length
  return {
    ...{ search, place, count, damaged },
    runs: found?.slice(from, from + perPage) ?? (await read(ids.slice(from, from + perPage))),
    hasMore: count > from + perPage,
  }
}

function holds(run: RunSummary, words: readonly string[]): boolean {
  const { folder, runId, prompt, dataset, model, command, createdAt } = run
  const text = [basename(folder), runId, prompt, dataset, model, command, createdAt, runOutcome(run)]
    .join('\n')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
