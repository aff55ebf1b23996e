import { join } from 'node:path'
import type { Manifest } from '../journal/manifest.ts'
import { createRun } from '../journal/run-folder.ts'
import type { Sample } from '../sample/sample.ts'
import type { RunPlace, RunStore } from './run.ts'

/**
 * Opens the place where a new run is kept.
 *
 * @param record - Where it is kept in no folder: puts a sample elsewhere; it is counted only when this resolves.
 * @throws RunFolderError if the folder cannot be written; UsageError if there is a run in it already.
 */
export async function openStore(
  manifest: Manifest,
  place: RunPlace | undefined,
  record: (sample: Sample) => Promise<void> = async () => {},
): Promise<RunStore> {
  if (place !== undefined)
    return createRun('folder' in place ? place.folder : join(place.runs, manifest.runId), manifest)
  const nothing = async () => {}
  return {
    manifest,
    notices: [],
    append: record,
    requireKept: nothing,
    saveResult: nothing,
    removeResult: nothing,
    saveExplanation: nothing,
    saveProblems: nothing,
    close: nothing,
  }
}
