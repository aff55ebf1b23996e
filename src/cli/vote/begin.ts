import { randomInt } from 'node:crypto'
import { join, resolve } from 'node:path'
import { UsageError } from '../../ground/errors.ts'
import type {
  DrawRequest,
  Driver,
  Manifest,
  OpenRun,
  PreparedModel,
  Sample,
  StopRule,
  TiePolicy,
  TrackPlan,
} from '../../index.ts'
import { createRun, newRunId, runsFolder } from '../../journal/run-folder.ts'
import { retriesOf } from '../../sample/drawer.ts'
import { seedOf } from '../../sample/seeds.ts'
import { refuseIdentical } from '../../vote/identical.ts'
import { schedules } from '../../vote/schedule.ts'
import { withMinimum } from '../../vote/stop-rule.ts'
import { parseStopRule } from '../../vote/stop-rules.ts'
import { tiePolicies } from '../../vote/vote.ts'
import type { CommandContext } from '../command.ts'
import { answerContext, askedWithSchema, readFormat } from '../draw/answer-flags.ts'
import { commandLine } from '../draw/command-line.ts'
import { dryRunText, load, openModel } from '../draw/open-model.ts'
import { readPrompt } from '../draw/prompt.ts'
import type { RunFlags } from '../draw/resume-flags.ts'
import { type CommandSettings, commandSettings } from '../draw/settings.ts'
import { maxAttemptsOf } from '../flags.ts'
import { magiVersion } from '../version.ts'

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
  const rule = ruleAsked(settings)
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
  const n = settings.get('n')
  const seedBase = settings.maybe('seed') ?? randomInt(2 ** 31)
  if (flags.dryRun) {
    const seeds = Array.from({ length: n }, (_, index) => seedOf(seedBase, index))
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
    n,
    ...votingOf(settings, n),
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
    rule,
    earlier: [],
    load: () => load({ driver, request: plan.request }, manifest.loadMs, context),
  }
}

/** How a vote is drawn and decided, as its manifest says. */
export function trackPlanOf(manifest: Manifest, rule: StopRule): TrackPlan {
  const { n, seedBase, schedule, tie, extendBy, quorum, countForced, onTrip, maxAttempts } = manifest
  return {
    ...{ n, seedBase, rule, tie, extendBy, countForced },
    schedule: schedules[schedule],
    retries: retriesOf(onTrip, maxAttempts),
    ...(quorum === undefined ? {} : { quorum }),
  }
}

/**
 * A sample as resume needs it: of its text only the first character, which tells that there was some, so that memory does not grow
 * with what was written.
 */
export function withoutText(sample: Sample): Sample {
  return { ...sample, thinking: '', text: sample.text.trim().slice(0, 1) }
}

type Voting = Pick<Manifest, 'min' | 'rule' | 'schedule' | 'tie' | 'extendBy' | 'quorum' | 'countForced'>

/** How a run votes, as the settings have it. */
export function votingOf(settings: CommandSettings, n: number): Voting {
  const quorum = settings.maybe('quorum')
  return {
    min: settings.get('min'),
    rule: settings.get('rule'),
    schedule: settings.get('schedule'),
    tie: settings.get('tie'),
    extendBy: settings.maybe('extend') ?? n,
    ...(quorum === undefined ? {} : { quorum }),
    countForced: settings.get('countForced'),
  }
}

/** The stop rule as the settings have it. @throws UsageError that says which of them names a rule that there is not. */
export function ruleAsked(settings: CommandSettings): StopRule {
  const text = settings.get('rule')
  try {
    return voteRule(text, settings.get('min'))
  } catch (thrown) {
    const from = settings.origins['rule']?.from
    if (!(thrown instanceof UsageError) || from === undefined || from === '--rule') throw thrown
    throw new UsageError(`${from}: rule: ${thrown.message}`, { fix: thrown.fix, cause: thrown })
  }
}

export function voteRule(text: string, min: number): StopRule {
  const rule = parseStopRule(text)
  return min > 0 ? withMinimum(rule, min) : rule
}

export function scheduleName(name: string): keyof typeof schedules {
  if (Object.hasOwn(schedules, name)) return name as keyof typeof schedules
  throw new UsageError(`There is no schedule "${name}".`, {
    fix: `Use one of: ${Object.keys(schedules).join(', ')}.`,
  })
}

export function tiePolicy(name: string): TiePolicy {
  const policy = tiePolicies.find((each) => each === name)
  if (policy !== undefined) return policy
  throw new UsageError(`There is no tie policy "${name}".`, {
    fix: `Use one of: ${tiePolicies.join(', ')}.`,
  })
}
