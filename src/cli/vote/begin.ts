import { randomInt } from 'node:crypto'
import { join, resolve } from 'node:path'
import { magiVersion } from '../../ground/package-root.ts'
import type {
  DrawRequest,
  Driver,
  Manifest,
  OpenRun,
  PreparedModel,
  Sample,
  StopRule,
  TrackPlan,
} from '../../index.ts'
import { createRun, newRunId, runsFolder } from '../../journal/run-folder.ts'
import { retriesOf } from '../../sample/drawer.ts'
import { seedOf } from '../../sample/seeds.ts'
import { refuseIdentical } from '../../vote/identical.ts'
import { policyFromSettings, policyOf, stopRuleOf } from '../../vote/policy.ts'
import type { CommandContext } from '../command.ts'
import { answerContext, askedWithSchema, readFormat } from '../draw/answer-flags.ts'
import { commandLine } from '../draw/command-line.ts'
import { dryRunText, load, openModel } from '../draw/open-model.ts'
import { readPrompt } from '../draw/prompt.ts'
import type { RunFlags } from '../draw/resume-flags.ts'
import { commandSettings } from '../draw/settings.ts'
import { maxAttemptsOf } from '../flags.ts'

/** Flags of `magi vote`. */
export type VoteFlags = RunFlags

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
  words: readonly string[],
  flags: VoteFlags,
  context: CommandContext,
): Promise<VoteRun | { readonly type: 'dry-run'; readonly text: string }> {
  const { cli } = context
  const prompt = await readPrompt(words, flags.file, cli)
  const settings = await commandSettings('vote', flags, cli)
  const policy = policyFromSettings('vote', settings)
  refuseIdentical(settings.options['temperature']?.value, settings.get('allowIdentical'))
  const format = await readFormat(flags.schema, cli.cwd)
  const kind = askedWithSchema(settings.get('answer'), flags.schema) ?? 'auto'
  const answer = await answerContext(kind, flags, cli.cwd)
  const attempts = maxAttemptsOf(flags)
  const opened = await openModel(
    settings,
    flags,
    prompt,
    { instruct: kind !== 'text' && kind !== 'json', format },
    context,
  )
  const { driver, model, plan } = opened
  const seedBase = settings.maybe('seed') ?? randomInt(2 ** 31)
  if (flags.dryRun) {
    const seeds = Array.from({ length: policy.n }, (_, index) => seedOf(seedBase, index))
    return { type: 'dry-run', text: dryRunText(opened, settings, seeds, driver.host) }
  }
  const { messages, options, think } = plan.request
  const manifest: Manifest = {
    schema: 'magi.run/1',
    runId: newRunId(cli.clock.date()),
    command: 'vote',
    createdAt: cli.clock.date().toISOString(),
    magiVersion: magiVersion(),
    commandLine: commandLine(context.args, driver.host),
    runtime: { host: driver.host, version: model.runtimeVersion },
    model: { name: model.name, digest: model.digest, card: model.card.name },
    request: {
      messages: messages.map((message) => ({ ...message })),
      options,
      ...(think === undefined ? {} : { think }),
      ...(format === undefined ? {} : { format }),
    },
    preset: settings.preset.name,
    profile: settings.profile.name,
    keepAlive: settings.get('keepAlive'),
    slots: settings.get('slots'),
    loadMs: settings.get('loadTimeout'),
    seedBase,
    ...policy,
    answer: { kind, ...answer, marker: model.card.answer.marker },
    limits: plan.limits,
    onTrip: settings.get('onTrip'),
    ...attempts,
  }
  const runDir = settings.maybe('runDir')
  const folder = runDir === undefined ? join(runsFolder(cli.env), manifest.runId) : resolve(cli.cwd, runDir)
  const run = await createRun(folder, manifest)
  return {
    type: 'run',
    driver,
    model,
    request: plan.request,
    run,
    rule: stopRuleOf(policy),
    earlier: [],
    load: () => load({ driver, request: plan.request }, manifest.loadMs, context),
  }
}

/** How a vote is drawn and decided, as its manifest says. */
export function trackPlanOf(manifest: Manifest): TrackPlan {
  const { seedBase, onTrip, maxAttempts } = manifest
  return { policy: policyOf(manifest), seedBase, retries: retriesOf(onTrip, maxAttempts) }
}

/**
 * A sample as resume needs it: of its text only the first character, which tells that there was some, so that memory does not grow
 * with what was written.
 */
export function withoutText(sample: Sample): Sample {
  return { ...sample, thinking: '', text: sample.text.trim().slice(0, 1) }
}
