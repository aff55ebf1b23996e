import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { traceName } from '../../experiment/trace/read-trace.ts'
import { UsageError } from '../../ground/errors.ts'
import { runFiles } from '../../journal/run-files.ts'
import { findRun } from '../../journal/run-folder.ts'
import { type ReadRun, readRun } from '../../run/read-run.ts'
import type { CommandContext } from '../command.ts'

/** The folder of a run: an id, part of one that no other run has, or a folder. */
export async function findFolder(name: string, { cli }: Pick<CommandContext, 'cli'>): Promise<string> {
  const path = resolve(cli.cwd, name)
  return existsSync(join(path, runFiles.manifest)) ? path : findRun(name, cli.env)
}

/**
 * Opens a run for reading. A torn last line is left out, with a note.
 *
 * @param begun - What the run was begun with, where it is at hand: the problems of a large set take seconds to read.
 */
export async function openRun(
  name: string,
  context: Pick<CommandContext, 'cli' | 'terminal' | 'stop'>,
  begun?: Pick<ReadRun, 'manifest' | 'problems'>,
): Promise<ReadRun> {
  const { terminal, stop } = context
  return readRun(await findFolder(name, context), {
    ...{ signal: stop, begun },
    onTorn: (line) => terminal.note(`Line ${line} of the journal is not whole yet; it is left out.`),
  })
}

/** Something recorded: a run, or a file of recorded answers. */
export type RecordedSource =
  | { readonly type: 'run'; readonly name: string }
  | { readonly type: 'trace'; readonly path: string; readonly source: string }

/**
 * What the arguments of a command name: a file is a trace, anything else a run. Traces of the same name are called by their paths.
 *
 * @throws UsageError for what is neither.
 */
export async function findSources(
  names: readonly string[],
  context: Pick<CommandContext, 'cli'>,
): Promise<RecordedSource[]> {
  const shortNames = names.map((each) => traceName(each))
  const sources: RecordedSource[] = []
  for (const [place, each] of names.entries()) {
    const path = resolve(context.cli.cwd, each)
    if (existsSync(path) && !statSync(path).isDirectory()) {
      const shortName = shortNames[place] ?? basename(each)
      const isUnique = shortNames.indexOf(shortName) === shortNames.lastIndexOf(shortName)
      sources.push({ type: 'trace', path, source: isUnique ? shortName : each })
      continue
    }
    if (/\.(jsonl?|ndjson|gz)$/i.test(each))
      throw new UsageError(`${each} does not exist.`, { fix: 'Name a file of recorded answers, or a run.' })
    await findFolder(each, context)
    sources.push({ type: 'run', name: each })
  }
  return sources
}

/** A list of whole numbers, as flags take them: `8,16,40`. */
export function numberList(flag: string, texts: readonly string[], least = 1): number[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      if (/^\s*\d+\s*$/.test(text) && Number(text) >= least) return Number(text)
      throw new UsageError(`${flag} is "${texts.join(',')}".`, {
        fix: `Give it whole numbers from ${least} on, as 8,16,40.`,
      })
    })
}
