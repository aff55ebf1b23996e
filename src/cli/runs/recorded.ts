import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { UsageError } from '../../ground/errors.ts'
import type { Manifest, Problem, Sample } from '../../index.ts'
import type { CommandContext } from '../command.ts'

type Magi = typeof import('../../index.ts')

/** A run as the commands on runs read it. */
export interface OpenedRun {
  readonly folder: string
  readonly manifest: Manifest
  readonly problems: readonly Problem[]
  /** The samples in the order written, anew for each pass. */
  samples(): AsyncIterable<Sample>
}

/** The folder of a run: an id, part of one that no other run has, or a folder. */
export async function findFolder(
  magi: Magi,
  named: string,
  { cli }: Pick<CommandContext, 'cli'>,
): Promise<string> {
  const path = resolve(cli.cwd, named)
  return existsSync(join(path, magi.runFiles.manifest)) ? path : magi.findRun(named, cli.env)
}

/** Opens a run for reading. A torn last line is left out, and said. */
export async function openRun(
  magi: Magi,
  named: string,
  context: Pick<CommandContext, 'cli' | 'terminal' | 'stop'>,
): Promise<OpenedRun> {
  const { terminal, stop } = context
  const folder = await findFolder(magi, named, context)
  let said = false
  const run = { manifest: await magi.readManifest(folder), problems: await magi.readProblemsOf(folder) }
  const onTorn = ({ line }: { readonly line: number }) => {
    if (!said) terminal.note(`Line ${line} of the journal is not whole yet; it is left out.`)
    said = true
  }
  return {
    folder,
    ...run,
    async *samples() {
      const read = magi.readSamples(folder, onTorn, run)
      for await (const sample of read) {
        stop.throwIfAborted()
        yield sample
      }
    },
  }
}

/** Something recorded: a run, or a file of recorded answers. */
export type RecordedSource =
  | { readonly type: 'run'; readonly named: string }
  | { readonly type: 'trace'; readonly path: string; readonly source: string }

/**
 * What the arguments of a command name: a file is a trace, anything else a run. Traces of the same name are called by their paths.
 *
 * @throws UsageError for what is neither.
 */
export async function findSources(
  magi: Magi,
  named: readonly string[],
  context: Pick<CommandContext, 'cli'>,
): Promise<RecordedSource[]> {
  const names = named.map((each) => magi.traceName(each))
  const sources: RecordedSource[] = []
  for (const [place, each] of named.entries()) {
    const path = resolve(context.cli.cwd, each)
    if (existsSync(path) && !statSync(path).isDirectory()) {
      const name = names[place] ?? basename(each)
      const alone = names.indexOf(name) === names.lastIndexOf(name)
      sources.push({ type: 'trace', path, source: alone ? name : each })
      continue
    }
    if (/\.(jsonl?|ndjson|gz)$/i.test(each))
      throw new UsageError(`${each} is not there.`, { fix: 'Name a file of recorded answers, or a run.' })
    await findFolder(magi, each, context)
    sources.push({ type: 'run', named: each })
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
