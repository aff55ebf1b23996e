import { join } from 'node:path'
import type { Manifest } from '../journal/manifest.ts'
import { removeRun } from '../journal/remove-run.ts'
import { listRunIds, readManifest } from '../journal/run-folder.ts'

/** The command that a manifest names where the endpoint began its run. */
const servedBy = /^magi serve(?: |$)/

/** The runs that the endpoint began: only so many are kept, and the oldest go first. Runs of other commands are never touched. */
export class KeptRuns {
  readonly #runs: string
  readonly #most: number
  /** Ids, oldest first; read from the disk once. */
  #ids: Promise<Set<string>> | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(runs: string, most: number) {
    this.#runs = runs
    this.#most = most
  }

  /**
   * Takes in a run that has ended, and removes what is too many. What cannot be removed stays. A run that another command began, and that was
   * only gone on with here, is none of them.
   */
  add({ runId, commandLine }: Pick<Manifest, 'runId' | 'commandLine'>): Promise<void> {
    if (servedBy.test(commandLine ?? '')) this.#last = this.#last.then(() => this.#add(runId))
    return this.#last
  }

  async #add(runId: string): Promise<void> {
    this.#ids ??= servedRuns(this.#runs)
    const ids = await this.#ids
    ids.add(runId)
    for (const id of ids) {
      if (ids.size <= this.#most) return
      ids.delete(id)
      await removeRun(join(this.#runs, id)).catch(() => {})
    }
  }
}

async function servedRuns(runs: string): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const id of await listRunIds(runs)) {
    const manifest = await readManifest(join(runs, id)).catch(() => undefined)
    if (servedBy.test(manifest?.commandLine ?? '')) ids.add(id)
  }
  return ids
}
