import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../../ground/errors.ts'
import { magiVersion } from '../../ground/package-root.ts'
import type { Manifest, Sample } from '../../index.ts'
import { refuseIdentical } from '../../vote/identical.ts'
import { policyFromSettings } from '../../vote/policy.ts'
import type { CommandContext } from '../command.ts'
import { commandLine } from '../draw/command-line.ts'
import { dryRunText, findModel, plannedRequest, showPlan } from '../draw/open-model.ts'
import { manifestAsked } from '../draw/resume-flags.ts'
import { commandSettings } from '../draw/settings.ts'
import { type DrawFlags, maxAttemptsOf } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'
import { withoutText } from '../vote/begin.ts'
import { problemPlace } from './drawers.ts'
import { type DatasetFlags, datasetAsked, promptsOf, readProblems } from './problems.ts'
import { type BenchRun, benchRun } from './run.ts'

type Magi = typeof import('../../index.ts')

/** Flags of `magi bench` beside those of every draw. */
export interface BenchFlags extends DrawFlags, DatasetFlags {
  readonly min?: string
  readonly schedule?: string
  readonly extend?: string
  readonly countForced?: boolean
  readonly budget?: string[]
}

/** Flags of every draw that a set of problems leaves nothing to say for. */
export const saidBySet: Readonly<Record<string, string>> = {
  ...{ file: '--file', image: '--image', options: '--options', schema: '--schema' },
}

function refuseSaidBySet(flags: BenchFlags): void {
  for (const [flag, written] of Object.entries(saidBySet)) {
    if ((flags as Readonly<Record<string, unknown>>)[flag] === undefined) continue
    throw new UsageError(`${written} is for a single prompt.`, {
      fix: 'Leave it out: prompts, images and options come from the dataset (see --field), the way to ask from --template.',
    })
  }
}

/** Begins an experiment: settings, problems, model, run folder. */
export async function beginBench(
  magi: Magi,
  dataset: string,
  flags: BenchFlags,
  context: CommandContext,
): Promise<BenchRun | { readonly type: 'dry-run'; readonly text: string }> {
  const { cli } = context
  refuseSaidBySet(flags)
  const settings = await commandSettings('bench', flags, cli)
  const rule = settings.get('rule')
  const budget = magi.parseBudget(flags.budget ?? [])
  const n = budget === undefined || flags.n !== undefined ? settings.get('n') : magi.budgetMost
  if (budget !== undefined && rule !== 'all') {
    throw new UsageError(`--budget spreads samples by itself, so --rule ${rule} has nothing to decide.`, {
      fix: 'Leave --rule out.',
    })
  }
  const policy = policyFromSettings('bench', settings, n)
  if (n > 1) refuseIdentical(settings.options['temperature']?.value, settings.get('allowIdentical'))
  const asked = datasetAsked(magi, dataset, flags, cli.cwd)
  const kind = settings.origins['answer']?.from === 'default' ? undefined : settings.get('answer')
  const problems = await readProblems(magi, asked, kind, context)
  const { driver, model } = await findModel(settings, context)
  const prompts = promptsOf(magi, problems, asked.template, model)
  const { longest } = prompts
  const plan = plannedRequest(settings, model, { prompt: longest, instruct: false })
  showPlan({ driver, model, plan }, settings, flags.verbose === true, context)
  const seedBase = settings.maybe('seed') ?? randomInt(2 ** 31)
  const { keepAlive = -1, model: _name, messages, ...request } = plan.request
  const withPlace = messages.map((message) => ({
    ...message,
    content: message.content.replace(longest, () => problemPlace),
  }))
  if (flags.dryRun) {
    const ids = problems.map(({ id }) => id)
    const seeds = magi.seedRanges(seedBase, ids, policy)
    return { type: 'dry-run', text: dryRunText({ driver, model, plan }, settings, seeds, driver.host) }
  }
  const manifest: Manifest = {
    schema: 'magi.run/1',
    runId: magi.newRunId(cli.clock.date()),
    command: 'bench',
    createdAt: cli.clock.date().toISOString(),
    magiVersion: magiVersion(),
    commandLine: commandLine(context.args, driver.host),
    runtime: { host: driver.host, version: model.runtimeVersion },
    model: { name: model.name, digest: model.digest, card: model.card.name },
    request: { ...request, messages: withPlace },
    preset: settings.preset.name,
    profile: settings.profile.name,
    keepAlive,
    slots: settings.get('slots'),
    loadMs: settings.get('loadTimeout'),
    seedBase,
    ...policy,
    answer: { kind: kind ?? 'auto', marker: model.card.answer.marker },
    limits: plan.limits,
    onTrip: settings.get('onTrip'),
    ...maxAttemptsOf(flags),
    ...(budget === undefined ? {} : { budget }),
    dataset: {
      ...asked,
      hash: magi.datasetDigest(problems),
      problems: problems.length,
      prompts: prompts.digest,
    },
  }
  const runDir = settings.maybe('runDir')
  const folder =
    runDir === undefined ? join(magi.runsFolder(cli.env), manifest.runId) : resolve(cli.cwd, runDir)
  const run = await magi.createRun(folder, manifest)
  await run.saveProblems(problems)
  return benchRun(magi, { run, problems, prompts, driver, model, earlier: new Map() }, context)
}

/** Opens an experiment that was begun before: everything comes from its manifest, and must be unchanged. */
export async function resumeBench(
  magi: Magi,
  named: string,
  flags: BenchFlags,
  context: CommandContext,
): Promise<BenchRun> {
  const { cli, stop } = context
  const folder = await magi.findRun(named, cli.env)
  const begun = await magi.readManifest(folder)
  const { dataset } = begun
  if (dataset === undefined) {
    throw new UsageError(`${folder} is a run of magi ${begun.command}.`, {
      fix: `Resume it with: magi ${begun.command} --resume ${named}`,
    })
  }
  const settings = await commandSettings('bench', flags, cli)
  const asked = manifestAsked(begun, flags, settings)
  const given = settings.origins['host']?.from ?? 'default'
  const driver = magi.createOllamaDriver(given === 'default' ? begun.runtime.host : settings.get('host'))
  nameHost({ url: driver.host, from: given === 'default' ? 'the run' : given }, context.terminal)
  const kind = begun.answer.kind === 'auto' ? undefined : begun.answer.kind
  const problems = existsSync(dataset.path)
    ? await readProblems(magi, dataset, kind, context)
    : await magi.readProblemsOf(folder)
  const model = await magi.prepareModel(driver, {
    asked: flags.model === undefined ? begun.model.name : settings.get('model'),
    cards: (await magi.listModelCards(settings.files)).map(({ value }) => value),
    allowRemote: settings.get('allowRemote'),
    signal: stop,
  })
  const prompts = promptsOf(magi, problems, dataset.template, model)
  const expected: Manifest = {
    ...asked,
    model: { name: model.name, digest: model.digest, card: begun.model.card },
    dataset: {
      ...dataset,
      hash: magi.datasetDigest(problems),
      problems: problems.length,
      prompts: prompts.digest,
    },
  }
  const earlier = new Map<string, Sample[]>()
  const run = await magi.resumeRun(folder, expected, (sample) => {
    const samples = earlier.get(sample.problem) ?? []
    samples.push(withoutText(sample))
    earlier.set(sample.problem, samples)
  })
  // A run that was killed in its first moment has a manifest, and no problems beside it yet.
  if (!existsSync(join(folder, magi.runFiles.problems))) await run.saveProblems(problems)
  if (flags.slots !== undefined) Object.assign(run.manifest, { slots: settings.get('slots') })
  return benchRun(magi, { run, problems, prompts, driver, model, earlier }, context)
}
