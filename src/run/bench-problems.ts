import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { AskedKind } from '../answer/answer.ts'
import type { Problem } from '../config/problem.ts'
import { builtInDataset, builtInDatasets } from '../experiment/dataset/built-in.ts'
import { datasetDigest } from '../experiment/dataset/digest.ts'
import { readDataset } from '../experiment/dataset/read-dataset.ts'
import { selectProblems } from '../experiment/dataset/select.ts'
import { loadTemplate, renderPrompt } from '../experiment/dataset/template.ts'
import { problemSeeds } from '../experiment/seeds.ts'
import { UsageError } from '../ground/errors.ts'
import { readTextFile } from '../ground/text-file.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { PreparedModel } from '../sample/prepare.ts'
import { seedsReserved, type VotingPolicy } from '../vote/policy.ts'

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

/**
 * Reads the problems of a dataset, and takes those that are asked for.
 *
 * @param kind - Kind of every answer; else as the file says.
 */
export async function readProblems(
  { path, fields, format, choiceSeed, selection }: DatasetWish,
  kind: AskedKind | undefined,
): Promise<Problem[]> {
  const { problems } = readDataset(await readTextFile(path, dirname(path)), {
    path,
    fields,
    choiceSeed,
    ...(format === undefined ? {} : { format }),
    ...(kind === undefined ? {} : { kind }),
  })
  return selectProblems(problems, selection as object)
}

/** The text of each problem as it is put to the model, by id, with the card's words on how to mark the answer. */
export function promptsOf(
  problems: readonly Problem[],
  ownTemplate: string | undefined,
  { card }: PreparedModel,
): ReadonlyMap<string, string> {
  const text = (problem: Problem) => {
    const isFree = problem.kind === 'text' || problem.kind === 'json'
    const template = loadTemplate(problem.choices === undefined ? problem.kind : 'choice', ownTemplate)
    return renderPrompt(problem, template, isFree ? {} : { instruction: card.answer.instruction })
  }
  return new Map(problems.map((problem) => [problem.id, text(problem)]))
}

/** The dataset with what tells it from another: digests of its problems, and of the prompts with templates and instructions included. */
export function datasetRecord(
  wish: DatasetWish,
  problems: readonly Problem[],
  prompts: ReadonlyMap<string, string>,
): DatasetRecord {
  return {
    ...wish,
    hash: datasetDigest(problems),
    problems: problems.length,
    prompts: datasetDigest([...prompts].map(([id, prompt]) => ({ id, prompt }))),
  }
}

/** The seed of the first sample of each problem, by id. */
export function seedsOf(
  problems: readonly Problem[],
  seedBase: number,
  policy: VotingPolicy,
): ReadonlyMap<string, number> {
  const ids = problems.map(({ id }) => id)
  return problemSeeds(seedBase, ids, seedsReserved(policy))
}
