import { settings as settingRules } from '../../config/settings.ts'
import { UsageError } from '../../ground/errors.ts'
import type { Manifest } from '../../journal/manifest.ts'
import { loopLimit } from '../../run/open-model.ts'
import type { ResumeWish } from '../../run/reopen.ts'
import { policySettings } from '../../vote/policy.ts'
import { type DrawFlags, flagRules, maxAttemptsOf } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'
import type { CliProcess, Terminal } from '../terminal/terminal.ts'
import { whereabouts } from './host-access.ts'
import type { CommandSettings } from './settings.ts'

/** A run that is to go on, as the flags beside `--resume` would have it. A flag is never ignored. */
export async function resumeWish(
  { folder, manifest }: Pick<ResumeWish, 'folder' | 'manifest'>,
  flags: DrawFlags,
  settings: CommandSettings,
  { terminal, cli }: ResumeContext,
): Promise<ResumeWish> {
  const { where, from: hostFrom } = await whereabouts(settings, { terminal, cli })
  const { targets, ...terms } = where
  return {
    folder,
    manifest,
    expected: expectedManifest(manifest, flags, settings),
    hosts: hostFrom === 'default' ? undefined : targets,
    terms,
    model: flags.model === undefined ? undefined : settings.get('model'),
    allowRemote: settings.get('allowRemote'),
    folders: settings.folders,
    onHost: (url) => nameHost({ url, from: hostFrom === 'default' ? 'the run' : hostFrom }, terminal),
    slots: flags.slots === undefined ? undefined : settings.get('slots'),
  }
}

/** Whom hosts are told, and where their headers lie. */
export interface ResumeContext {
  readonly terminal: Pick<Terminal, 'err' | 'style' | 'quiet' | 'warn'>
  readonly cli: Pick<CliProcess, 'env' | 'cwd'>
}

/** What flags say of one thing in a manifest: where it stands there, and what it would be. */
interface Comparison {
  readonly path: string
  readonly value: unknown
}

type Compare = (flags: DrawFlags, settings: CommandSettings, manifest: Manifest) => readonly Comparison[]

function one(path: string, read: (flags: DrawFlags, settings: CommandSettings) => unknown): Compare {
  return (flags, settings) => [{ path, value: read(flags, settings) }]
}

/** How each flag that must say the same is compared with the manifest; `--model` is, once it was found what the name stands for. */
const comparisons: Readonly<Record<string, Compare>> = {
  ...Object.fromEntries(
    Object.entries(policySettings).map(([field, name]) => [
      name,
      one(field, (_, settings) => settings.get(name)),
    ]),
  ),
  seed: one('seedBase', (_, settings) => settings.get('seed')),
  preset: one('preset', (_, settings) => settings.preset.name),
  profile: one('profile', (_, settings) => settings.profile.name),
  onTrip: one('onTrip', (_, settings) => settings.get('onTrip')),
  maxAttempts: one('maxAttempts', (flags) => maxAttemptsOf(flags)),
  answer: one('answer.kind', (_, settings) => settings.get('answer')),
  language: ({ language }, _, { command }) => [
    { path: command === 'vote' ? 'answer.language' : 'dataset.selection.language', value: language },
  ],
  think: one('request.think', (_, settings) => settings.get('think')),
  maxTokens: one('request.options.num_predict', (_, settings) => settings.get('maxTokens')),
  maxThinkingTokens: one('limits.thinkingTokens', (_, settings) => settings.get('maxThinkingTokens')),
  timeout: one('limits.totalMs', (_, settings) => settings.get('timeout')),
  idleTimeout: one('limits.idleMs', (_, settings) => settings.get('idleTimeout')),
  firstPartTimeout: one('limits.firstPartMs', (_, settings) => settings.get('firstPartTimeout')),
  loopGuard: (_flags, settings, { limits }) => {
    // A guard that is switched on keeps the settings that it was begun with.
    const isSame = settings.get('loopGuard') === (limits.loop !== false)
    return [{ path: 'limits.loop', value: isSame ? limits.loop : loopLimit(settings).loop }]
  },
  option: (_flags, { options }) =>
    Object.entries(options)
      .filter(([, { from }]) => from === '-o')
      .map(([name, { value }]) => ({ path: `request.options.${name}`, value })),
}

/**
 * The manifest of a run as the flags beside `--resume` would have it: equal to the one it was begun with, unless a flag says
 * something else.
 *
 * @throws UsageError for a flag that only a new run can have.
 */
function expectedManifest(manifest: Manifest, flags: DrawFlags, settings: CommandSettings): Manifest {
  const names = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  for (const name of names) {
    if (resumeRuleOf(name) !== 'refused') continue
    throw new UsageError(`${flagOf(name)} is for a new run.`, {
      fix: 'Leave it out: a resumed run goes on as it was begun.',
    })
  }
  return names
    .flatMap((name) => comparisons[name]?.(flags, settings, manifest) ?? [])
    .reduce<Manifest>((manifest, { path, value }) => withValue(manifest, path.split('.'), value), manifest)
}

/** What a resumed run makes of a flag, by the name that commander gives it; `undefined` for a flag of another command. */
export function resumeRuleOf(name: string): string | undefined {
  return ruleOf(name)?.resume
}

function flagOf(name: string): string {
  return ruleOf(name)?.flag ?? name
}

function ruleOf(name: string) {
  const rules: Readonly<Record<string, { readonly flag?: string; readonly resume: string }>> = settingRules
  return rules[name] ?? flagRules[name]
}

/** An object with another value at a path; everything else is as it was. */
function withValue<T extends object>(target: T, [key = '', ...rest]: readonly string[], value: unknown): T {
  const inside = (target as Readonly<Record<string, unknown>>)[key]
  return { ...target, [key]: rest.length === 0 ? value : withValue((inside ?? {}) as object, rest, value) }
}
