import { resolve } from 'node:path'
import { parseBudget } from '../../experiment/budget-allocation.ts'
import { parseFieldFlags } from '../../experiment/dataset/field-flags.ts'
import { defined } from '../../ground/defined.ts'
import { UsageError } from '../../ground/errors.ts'
import { findRun, readManifest } from '../../journal/run-folder.ts'
import { type DatasetWish, datasetFile, readProblems } from '../../run/bench-problems.ts'
import { beginBench, benchWish, planBench } from '../../run/bench-run.ts'
import type { BenchRun } from '../../run/opened-bench.ts'
import { requireCommand } from '../../run/reopen.ts'
import { resumeBench } from '../../run/resume-bench.ts'
import type { CommandContext } from '../command.ts'
import { askedWithSchema, readFormat } from '../draw/answer-flags.ts'
import { originOf } from '../draw/origin.ts'
import { resumeWish } from '../draw/resume-flags.ts'
import { commandSettings } from '../draw/settings.ts'
import { dryRunText, modelFromSettings, showPlan } from '../draw/show-plan.ts'
import { maxAttemptsOf, wholeNumber } from '../flags.ts'
import { type BenchFlags, fromDataset } from './flags.ts'
import { readingListeners } from './reading-notes.ts'

/** Begins an experiment as the flags say: problems, model, run folder. With `--dry-run` nothing is made, and the text says what would be. */
export async function beginFromFlags(
  dataset: string,
  flags: BenchFlags,
  context: CommandContext,
): Promise<BenchRun | string> {
  const { cli, stop } = context
  refuseFromDataset(flags)
  const settings = await commandSettings('bench', flags, cli)
  const budget = parseBudget(flags.budget ?? [])
  const maxAttempts = maxAttemptsOf(flags)
  const schema = await readFormat(flags.schema, cli.cwd)
  const isKindSaid = (settings.origins['answer']?.from ?? 'default') !== 'default'
  const kind = askedWithSchema(isKindSaid ? settings.get('answer') : undefined, flags.schema)
  const wish = benchWish({
    settings,
    budget,
    maxAttempts,
    schema,
    kind,
    dataset: datasetFromFlags(dataset, flags, cli.cwd),
  })
  const listeners = readingListeners(wish.dataset.path, context)
  const problems = await readProblems(wish.dataset, wish.kind, { signal: stop, ...listeners })
  const draft = planBench(await modelFromSettings(settings, context), wish, problems)
  showPlan(draft, settings, flags.verbose === true, context)
  if (flags.dryRun) return dryRunText(draft, settings, draft.seeds())
  return beginBench(draft, originOf(settings, draft, context), {
    clock: cli.clock,
    signal: stop,
  })
}

/** Opens an experiment that was begun before: everything comes from its manifest; flags may only say the same. */
export async function resumeFromFlags(
  named: string,
  flags: BenchFlags,
  context: CommandContext,
): Promise<BenchRun> {
  const { cli, stop } = context
  const folder = await findRun(named, cli.env)
  const manifest = await readManifest(folder)
  requireCommand(manifest, 'bench', folder, named)
  const settings = await commandSettings('bench', flags, cli)
  const wish = await resumeWish({ folder, manifest }, flags, settings, context)
  return resumeBench(
    wish,
    { clock: cli.clock, signal: stop },
    readingListeners(manifest.dataset?.path ?? '', context),
  )
}

function refuseFromDataset(flags: BenchFlags): void {
  for (const [flag, written] of Object.entries(fromDataset)) {
    if ((flags as Readonly<Record<string, unknown>>)[flag] === undefined) continue
    throw new UsageError(`${written} is for a single prompt.`, {
      fix: 'Leave it out: prompts, images and options come from the dataset (see --field), the way to ask from --template.',
    })
  }
}

/** Which problems the flags ask for. */
function datasetFromFlags(dataset: string, flags: BenchFlags, cwd: string): DatasetWish {
  return {
    path: datasetFile(dataset, cwd),
    fields: parseFieldFlags(flags.field ?? []),
    ...defined({ format: flags.format }),
    choiceSeed: wholeNumber('--choice-seed', flags.choiceSeed) ?? 0,
    selection: {
      ...defined({ language: flags.language }),
      ...(flags.ids === undefined ? {} : { ids: flags.ids.split(',').map((id) => id.trim()) }),
      ...(flags.shuffle === undefined ? {} : { shuffleSeed: wholeNumber('--shuffle', flags.shuffle) ?? 0 }),
      ...(flags.limit === undefined ? {} : { limit: wholeNumber('--limit', flags.limit) ?? 0 }),
    },
    ...(flags.template === undefined ? {} : { template: resolve(cwd, flags.template) }),
  }
}
