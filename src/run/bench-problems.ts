import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AskedKind } from '../answer/answer.ts'
import type { Problem } from '../config/problem.ts'
import { builtInDataset, builtInDatasets } from '../experiment/dataset/built-in.ts'
import { datasetDigest } from '../experiment/dataset/digest.ts'
import { ProblemPrompts } from '../experiment/dataset/prompts.ts'
import { type DatasetProgress, readDataset } from '../experiment/dataset/read-dataset.ts'
import { selectProblems } from '../experiment/dataset/select.ts'
import { defined } from '../ground/defined.ts'
import { UsageError } from '../ground/errors.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { PreparedModel } from '../sample/prepare.ts'

/** The dataset of a run, as its manifest keeps it. */
export type DatasetRecord = NonNullable<Manifest['dataset']>

/** Which problems of which file are asked, and how the file is read; what is known of it once it was read is left out. */
export type DatasetWish = Omit<DatasetRecord, 'hash' | 'problems' | 'prompts'>

/**
 * The file of a dataset that is named by path, or by name where it ships with Magi.
 *
 * @param folder - What a relative path starts from.
 * @throws UsageError with the names there are.
 */
export function datasetFile(dataset: string, folder: string): string {
  const own = resolve(folder, dataset)
  if (existsSync(own)) return own
  const builtIn = builtInDataset(dataset)
  if (builtIn !== undefined) return builtIn
  throw new UsageError(
    `There is no dataset "${dataset}": no such file, and none of that name ships with Magi.`,
    { fix: `Name a file, or one of: ${builtInDatasets().join(', ')}.` },
  )
}

/** Told of what happens while a dataset is read. */
export interface ReadingListeners {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: DatasetProgress) => void) | undefined
  /** What the user should know of the file. */
  readonly onNotice?: ((text: string) => void) | undefined
}

/**
 * Reads the problems of a dataset, and takes those that are asked for.
 *
 * @param kind - Kind of every answer; else as the file says.
 */
export async function readProblems(
  { path, fields, format, choiceSeed, selection }: DatasetWish,
  kind: AskedKind | undefined,
  { signal, onProgress, onNotice }: ReadingListeners = {},
): Promise<Problem[]> {
  const { problems, notices } = await readDataset(path, {
    fields,
    choiceSeed,
    ...defined({ signal, onProgress, format, kind }),
  })
  for (const notice of notices) onNotice?.(notice)
  return selectProblems(problems, selection as object)
}

/** The texts in which the problems are put to the model, with the card's words on how to mark the answer. */
export function promptsOf(
  problems: readonly Problem[],
  template: string | undefined,
  { card }: PreparedModel,
): ProblemPrompts {
  return new ProblemPrompts(problems, { instruction: card.answer.instruction, ...defined({ template }) })
}

/** The dataset with what tells it from another: digests of its problems, and of the prompts with templates and instructions included. */
export function datasetRecord(
  wish: DatasetWish,
  problems: readonly Problem[],
  prompts: ProblemPrompts,
): DatasetRecord {
  return {
    ...wish,
    hash: datasetDigest(problems),
    problems: problems.length,
    prompts: prompts.digest,
  }
}
