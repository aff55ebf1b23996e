import { basename } from 'node:path'
import type { DatasetProgress } from '../../experiment/dataset/read-dataset.ts'
import type { Clock } from '../../ground/clock.ts'
import { formatCount, formatShare } from '../../report/format.ts'
import type { ReadingListeners } from '../../run/bench-problems.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'

/** From when on, and how often, it is said how far the reading of a dataset has come, in milliseconds. */
const firstNoteMs = 1_000
const nextNoteMs = 2_000

/** Says what there is to say of a dataset while it is read. */
export function readingListeners(path: string, { cli, terminal }: CommandContext): ReadingListeners {
  return {
    onProgress: readingNotes(path, cli.clock, (text) => terminal.note(terminal.style('dim', text))),
    onNotice: (text) => terminal.note(cleanForTerminal(text)),
  }
}

/**
 * Says how far the reading of a dataset has come, a line at a time, where it takes longer than a moment.
 *
 * @returns What to tell of each step.
 */
export function readingNotes(
  path: string,
  clock: Clock,
  say: (text: string) => void,
): (progress: DatasetProgress) => void {
  let nextMs = clock.nowMs() + firstNoteMs
  return ({ bytesRead, bytesInFile, records, problems }) => {
    if (clock.nowMs() < nextMs) return
    nextMs = clock.nowMs() + nextNoteMs
    const share =
      bytesInFile === undefined ? '' : `, ${formatShare(Math.min(1, bytesRead / bytesInFile))} of the file`
    const isChecking = problems > 0 && problems < records
    const progressText = isChecking ? `, ${formatCount(problems)} checked` : share
    say(cleanForTerminal(`reading ${basename(path)}: ${formatCount(records)} records${progressText}`))
  }
}
