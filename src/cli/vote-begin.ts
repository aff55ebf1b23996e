import { randomInt } from 'node:crypto'
import { join, resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import type { DrawRequest, Driver, Manifest, OpenRun, PreparedModel, Sample, StopRule } from '../index.ts'
import { answerContext, readFormat } from './answer-flags.ts'
import type { CommandContext } from './command.ts'
import { type DrawFlags, maxAttemptsOf, wholeNumber } from './flags.ts'
import { dryRunText, load, openModel } from './open-model.ts'
import { readPrompt } from './prompt.ts'
import { commandSettings } from './settings.ts'
import { magiVersion } from './version.ts'

type Magi = typeof import('../index.ts')

/** Flags of `magi vote` beside those of every draw. */
export interface VoteFlags extends DrawFlags {
  readonly min?: string
  readonly schedule?: string
  readonly extend?: string
  readonly countForced?: boolean
}

/** A vote that can be drawn. */
export interface VoteRun {
  readonly type: 'run'
  readonly driver: Driver
  readonly model: PreparedModel
  /** The request but for its seed. */
  readonly request: DrawRequest
  readonly run: OpenRun
  readonly rule: StopRule
  readonly earlier: readonly Sample[]
  /** Loads the model. */
  readonly load: () => Promise<void>
}

/** Begins a vote: settings, model, run folder. With `--dry-run` nothing is made, and the text says what would be. */
export async function beginVote(
  magi: Magi,
  words: readonly string[],
  flags: VoteFlags,
  context: CommandContext,
): Promise<VoteRun | { readonly type: 'dry-run'; readonly text: string }> {
  const { cli } = context
  const prompt = await readPrompt(words, flags.file, cli)
  const settings = commandSettings(magi, 'vote', flags, cli)
  const rule = voteRule(magi, settings.get('rule'), flags.min)
  const kind = settings.get('answer')
  const format = await readFormat(flags.schema, cli.cwd)
  const opened = await openModel(
    magi,
    settings,
    flags,
    prompt,
    { instruct: kind !== 'text' && kind !== 'json', format },
    context,
  )
  const { driver, model, plan } = opened
  if (plan.request.options['temperature'] === 0 && !settings.get('allowIdentical')) {
    throw new UsageError('At temperature 0 all samples are the same, so a vote says nothing.', {
      fix: 'Choose another preset or -o temperature=0.8, or add --allow-identical.',
    })
  }
  const n = settings.get('n')
  const seedBase = settings.maybe('seed') ?? randomInt(2 ** 31)
  if (flags.dryRun) {
    const seeds = Array.from({ length: n }, (_, index) => magi.seedOf(seedBase, index))
    return { type: 'dry-run', text: dryRunText(opened, settings, seeds, driver.host) }
  }
  const { keepAlive, model: _name, ...request } = plan.request
  const answer = await answerContext(kind, flags, cli.cwd)
  const quorum = settings.maybe('quorum')
  const manifest: Manifest = magi.manifestSchema.parse({
    schema: 'magi.run/1',
    runId: magi.newRunId(cli.clock.date()),
    command: 'vote',
    createdAt: cli.clock.date().toISOString(),
    magiVersion: magiVersion(),
    runtime: { host: driver.host, version: model.runtimeVersion },
    model: { name: model.name, digest: model.digest, card: model.card.name },
    request,
    preset: settings.preset.name,
    profile: settings.profile.name,
    keepAlive,
    slots: settings.get('slots'),
    loadMs: settings.get('loadTimeout'),
    seedBase,
    n,
    min: wholeNumber('--min', flags.min) ?? 0,
    rule: settings.get('rule'),
    schedule: scheduleName(magi, flags.schedule ?? 'eager'),
    tie: tiePolicy(magi, settings.maybe('tie') ?? 'declare'),
    extendBy: wholeNumber('--extend', flags.extend) ?? n,
    ...(quorum === undefined ? {} : { quorum }),
    countForced: flags.countForced === true,
    answer: { kind, ...answer, marker: model.card.answer.marker },
    limits: plan.limits,
    onTrip: settings.get('onTrip'),
    ...maxAttemptsOf(flags),
  })
  const runDir = settings.maybe('runDir')
  const folder =
    runDir === undefined ? join(magi.runsFolder(cli.env), manifest.runId) : resolve(cli.cwd, runDir)
  const run = await magi.createRun(folder, manifest)
  return {
    type: 'run',
    driver,
    model,
    request: plan.request,
    run,
    rule,
    earlier: [],
    load: () => load(magi, { driver, request: plan.request }, manifest.loadMs, context),
  }
}

/** Opens a vote that was begun before: everything comes from its manifest; flags may only say the same. */
export async function resumeVote(
  magi: Magi,
  named: string,
  flags: VoteFlags,
  context: CommandContext,
): Promise<VoteRun> {
  const { cli, stop } = context
  const folder = await magi.findRun(named, cli.env)
  const begun = await magi.readManifest(folder)
  if (begun.command !== 'vote') {
    throw new UsageError(`${folder} is a run of magi ${begun.command}.`, {
      fix: `Resume it with: magi ${begun.command} --resume ${named}`,
    })
  }
  const settings = commandSettings(magi, 'vote', flags, cli)
  const given = settings.origins['host']?.from ?? 'default'
  const driver = magi.createOllamaDriver(given === 'default' ? begun.runtime.host : settings.get('host'))
  const model = await magi.prepareModel(driver, {
    asked: begun.model.name,
    cards: magi.listModelCards(settings.files).map(({ value }) => value),
    allowRemote: settings.get('allowRemote'),
    signal: stop,
  })
  const expected: Partial<Manifest> = {
    model: { name: model.name, digest: model.digest, card: begun.model.card },
    ...(flags.n === undefined ? {} : { n: settings.get('n') }),
    ...(flags.seed === undefined ? {} : { seedBase: settings.get('seed') }),
    ...(flags.rule === undefined ? {} : { rule: settings.get('rule') }),
    ...(flags.preset === undefined ? {} : { preset: settings.preset.name }),
  }
  const earlier: Sample[] = []
  const run = await magi.resumeRun(folder, expected, (sample) => earlier.push(withoutText(sample)))
  const manifest = { ...run.manifest, ...(flags.slots === undefined ? {} : { slots: settings.get('slots') }) }
  const request = {
    model: model.name,
    keepAlive: begun.keepAlive,
    ...begun.request,
  } as unknown as DrawRequest
  return {
    type: 'run',
    driver,
    model,
    request,
    run: { ...run, manifest },
    rule: voteRule(magi, begun.rule, String(begun.min)),
    earlier,
    load: () => load(magi, { driver, request }, begun.loadMs, context),
  }
}

/** A sample as resume needs it: without its text, so that memory does not grow with what was written. */
export function withoutText(sample: Sample): Sample {
  return { ...sample, thinking: '', text: '' }
}

export function voteRule(magi: Magi, text: string, min: string | undefined): StopRule {
  const rule = magi.parseStopRule(text)
  const least = wholeNumber('--min', min) ?? 0
  return least > 0 ? magi.withMinimum(rule, least) : rule
}

export function scheduleName(magi: Magi, name: string): keyof Magi['schedules'] {
  if (Object.hasOwn(magi.schedules, name)) return name as keyof Magi['schedules']
  throw new UsageError(`There is no schedule "${name}".`, {
    fix: `Use one of: ${Object.keys(magi.schedules).join(', ')}.`,
  })
}

export function tiePolicy(magi: Magi, name: string): Magi['tiePolicies'][number] {
  const policy = magi.tiePolicies.find((each) => each === name)
  if (policy !== undefined) return policy
  throw new UsageError(`There is no tie policy "${name}".`, {
    fix: `Use one of: ${magi.tiePolicies.join(', ')}.`,
  })
}
