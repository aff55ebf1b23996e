import type { Problem } from '../config/problem.ts'
import type { Manifest } from '../journal/manifest.ts'
import { readManifest, readProblemsOf, readSamples } from '../journal/run-folder.ts'
import type { Sample } from '../sample/sample.ts'

/** A run as those read it who draw nothing. */
export interface ReadRun {
  readonly folder: string
  readonly manifest: Manifest
  readonly problems: readonly Problem[]
  /** The samples in the order written, anew for each pass. */
  samples(): AsyncIterable<Sample>
}

/** What there is to tell while a run is read. */
export interface RunReading {
  readonly signal?: AbortSignal | undefined
  /** What the run was begun with, where it is at hand: the problems of a large set take seconds to read. */
  readonly begun?: Pick<ReadRun, 'manifest' | 'problems'> | undefined
  /** Told once of a last line that is not whole: it is left out. */
  readonly onTorn?: ((line: number) => void) | undefined
}

/**
 * Opens a run for reading. It may be written meanwhile.
 *
 * @throws RunFolderError where the folder is no run, or is damaged.
 */
export async function readRun(folder: string, { signal, begun, onTorn }: RunReading = {}): Promise<ReadRun> {
  const { manifest, problems } = begun ?? {
    manifest: await readManifest(folder),
    problems: await readProblemsOf(folder),
  }
  const run = { manifest, problems }
  let isTold = false
  const tell = ({ line }: { readonly line: number }) => {
    if (!isTold) onTorn?.(line)
    isTold = true
  }
  return {
    folder,
    ...run,
    async *samples() {
      for await (const sample of readSamples(folder, tell, run)) {
        signal?.throwIfAborted()
        yield sample
      }
    },
  }
}
