import { UsageError } from '../../ground/errors.ts'
import type { Manifest } from '../../journal/manifest.ts'
import type { ResumeWish } from '../../run/reopen.ts'
import { policySettings } from '../../vote/policy.ts'
import { type DrawFlags, wholeNumber } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { CommandSettings } from './settings.ts'

export function resumeWish(
  { folder, begun }: Pick<ResumeWish, 'folder' | 'begun'>,
  flags: DrawFlags,
  settings: CommandSettings,
  terminal: Terminal,
): ResumeWish {
  const hostFrom = settings.origins['host']?.from ?? 'default'
  return {
    folder,
    begun,
    expected: manifestAsked(begun, flags, settings),
    host: hostFrom === 'default' ? undefined : settings.get('host'),
    model: flags.model === undefined ? undefined : settings.get('model'),
    allowRemote: settings.get('allowRemote'),
    folders: settings.folders,
    onHost: (url) => nameHost({ url, from: hostFrom === 'default' ? 'the run' : hostFrom }, terminal),
    slots: flags.slots === undefined ? undefined : settings.get('slots'),
  }
}

/** Flags that only a new run can have: what they say cannot be compared with what the manifest says. */
const ofNewRuns: Readonly<Record<string, string>> = {
  ...{ file: '--file', system: '--system', image: '--image', schema: '--schema', options: '--options' },
  ...{ runDir: '--run-dir', field: '--field', format: '--format', limit: '--limit', ids: '--ids' },
  ...{ shuffle: '--shuffle', choiceSeed: '--choice-seed', template: '--template', budget: '--budget' },
}

/** Where the manifest says what a flag says, and what the flag says. */
const inManifest: readonly (readonly [
  keyof DrawFlags,
  string,
  (settings: CommandSettings, flags: DrawFlags) => unknown,
])[] = [
  ['seed', 'seedBase', (settings) => settings.get('seed')],
  ...Object.entries(policySettings).map(
    ([field, name]) => [name, field, (settings: CommandSettings) => settings.get(name)] as const,
  ),
  ['preset', 'preset', (settings) => settings.preset.name],
  ['profile', 'profile', (settings) => settings.profile.name],
  ['onTrip', 'onTrip', (settings) => settings.get('onTrip')],
  ['maxAttempts', 'maxAttempts', (_, { maxAttempts }) => wholeNumber('--max-attempts', maxAttempts)],
  ['answer', 'answer.kind', (settings) => settings.get('answer')],
  ['language', 'answer.language', (_, { language }) => language],
  ['think', 'request.think', (settings) => settings.get('think')],
  ['maxTokens', 'request.options.num_predict', (settings) => settings.get('maxTokens')],
  ['maxThinkingTokens', 'limits.thinkingTokens', (settings) => settings.get('maxThinkingTokens')],
  ['timeout', 'limits.totalMs', (settings) => settings.get('timeout')],
  ['idleTimeout', 'limits.idleMs', (settings) => settings.get('idleTimeout')],
  ['firstPartTimeout', 'limits.firstPartMs', (settings) => settings.get('firstPartTimeout')],
]

/**
 * The manifest of a run as the flags beside `--resume` would have it: equal to the one it was begun with, unless a flag says
 * something else. A flag is never ignored.
 *
 * @throws UsageError for a flag that only a new run can have.
 */
export function manifestAsked(begun: Manifest, flags: DrawFlags, settings: CommandSettings): Manifest {
  for (const [flag, written] of Object.entries(ofNewRuns)) {
    if ((flags as Readonly<Record<string, unknown>>)[flag] === undefined) continue
    throw new UsageError(`${written} is for a new run.`, {
      fix: 'Leave it out: a resumed run goes on as it was begun.',
    })
  }
  const asked = structuredClone(begun)
  for (const [flag, path, read] of inManifest) {
    if (flags[flag] !== undefined) put(asked, path, read(settings, flags))
  }
  for (const [name, { value, from }] of Object.entries(settings.options)) {
    if (from === '-o') put(asked, `request.options.${name}`, value)
  }
  return asked
}

function put(target: object, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let place = target as Record<string, unknown>
  for (const key of keys) place = place[key] as Record<string, unknown>
  place[last] = value
}
