import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../../ground/errors.ts'
import type { AskedKind, Manifest, PreparedModel, Problem, ProblemPrompts } from '../../index.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { wholeNumber } from '../flags.ts'
import { readingNotes } from './reading-notes.ts'

type Magi = typeof import('../../index.ts')

/** The dataset of a run, as the manifest keeps it. */
type DatasetPlan = NonNullable<Manifest['dataset']>

/** Flags that say which problems, and how they are put. */
export interface DatasetFlags {
  readonly field?: string[]
  readonly format?: string
  readonly language?: string
  readonly limit?: string
  readonly ids?: string
  readonly shuffle?: string
  readonly choiceSeed?: string
  readonly template?: string
}

/** What the flags say of the dataset, before it was read. */
type AskedDataset = Omit<DatasetPlan, 'hash' | 'problems' | 'prompts'>

/** The dataset that was asked for. */
export function datasetAsked(magi: Magi, dataset: string, flags: DatasetFlags, cwd: string): AskedDataset {
  return {
    path: datasetPath(magi, dataset, cwd),
    fields: magi.parseFieldFlags(flags.field ?? []),
    ...(flags.format === undefined ? {} : { format: flags.format }),
    choiceSeed: wholeNumber('--choice-seed', flags.choiceSeed) ?? 0,
    selection: {
      ...(flags.language === undefined ? {} : { language: flags.language }),
      ...(flags.ids === undefined ? {} : { ids: flags.ids.split(',').map((id) => id.trim()) }),
      ...(flags.shuffle === undefined ? {} : { shuffleSeed: wholeNumber('--shuffle', flags.shuffle) ?? 0 }),
      ...(flags.limit === undefined ? {} : { limit: wholeNumber('--limit', flags.limit) ?? 0 }),
    },
    ...(flags.template === undefined ? {} : { template: resolve(cwd, flags.template) }),
  }
}

/** The file of a dataset that was named by path, or by name where it ships with Magi. */
function datasetPath(magi: Magi, dataset: string, cwd: string): string {
  const own = resolve(cwd, dataset)
  if (existsSync(own)) return own
  const builtIn = magi.builtInDataset(dataset)
  if (builtIn !== undefined) return builtIn
  throw new UsageError(
    `There is no dataset "${dataset}": no such file, and none of that name ships with Magi.`,
    {
      fix: `Name a file, or one of: ${magi.builtInDatasets().join(', ')}.`,
    },
  )
}

/** The problems that the flags ask for. How far the reading has come is said where it takes long. */
export async function readProblems(
  magi: Magi,
  { path, fields, format, choiceSeed, selection }: AskedDataset,
  kind: AskedKind | undefined,
  { cli, stop, terminal }: CommandContext,
): Promise<Problem[]> {
  const { problems, notices } = await magi.readDataset(path, {
    fields,
    choiceSeed,
    signal: stop,
    onProgress: readingNotes(path, cli.clock, (text) => terminal.note(terminal.style('dim', text))),
    ...(format === undefined ? {} : { format }),
    ...(kind === undefined ? {} : { kind }),
  })
  for (const notice of notices) terminal.note(cleanForTerminal(notice))
  return magi.selectProblems(problems, selection as object)
}

/** The texts in which the problems are put to the model. */
export function promptsOf(
  magi: Magi,
  problems: readonly Problem[],
  template: string | undefined,
  { card }: PreparedModel,
): ProblemPrompts {
  const { instruction } = card.answer
  return new magi.ProblemPrompts(problems, { instruction, ...(template === undefined ? {} : { template }) })
}
