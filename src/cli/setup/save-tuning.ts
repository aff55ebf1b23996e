import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { configNameSchema } from '../../config/preset-schema.ts'
import { loadProfile } from '../../config/profile.ts'
import { runtimeOptions } from '../../config/runtime-options.ts'
import { UsageError } from '../../ground/errors.ts'
import { writeWhole } from '../../journal/whole-file.ts'
import type { CommandSettings } from '../draw/settings.ts'
import type { Tuning } from './tuning.ts'

/**
 * Where a profile of the user's own is written.
 *
 * @throws UsageError for a name that cannot be one, and for a profile of that name that the user wrote.
 */
export async function whereToSave(name: string, { folders }: CommandSettings): Promise<string> {
  if (!configNameSchema.safeParse(name).success) {
    throw new UsageError(`"${name}" cannot be the name of a profile.`, {
      fix: 'Use lower-case words and digits joined by hyphens, as in --save my-machine.',
    })
  }
  const path = join(folders[0] ?? '', 'profiles', `${name}.json`)
  if (existsSync(path) && (await loadProfile(name, { folders })).value.measured === undefined) {
    throw new UsageError(`${path} is a profile of your own that was not measured; it is left as it is.`, {
      fix: 'Give --save another name.',
    })
  }
  return path
}

/**
 * Writes what was measured as a profile: that in use, with its slots, the options that this call changed, and the rates.
 *
 * @returns The path.
 * @throws RunFolderError where it cannot be written.
 */
export async function saveTuning(path: string, tuning: Tuning, settings: CommandSettings): Promise<string> {
  const { best, model, rates, at } = tuning
  const base = await loadProfile(settings.maybe('profile') ?? 'default', { folders: settings.folders })
  const { measured: _measured, ...kept } = JSON.parse(readFileSync(base.file, 'utf8')) as Record<
    string,
    unknown
  >
  const options = Object.entries(settings.options).flatMap(([name, { value }]) =>
    (runtimeOptions as Readonly<Record<string, { when: string }>>)[name]?.when === 'load'
      ? [[name, value]]
      : [],
  )
  await mkdir(dirname(path), { recursive: true })
  await writeWhole(path, {
    ...kept,
    name: path.replace(/^.*[\\/]/, '').replace(/\.json$/, ''),
    why: `Measured by magi tune on ${at.slice(0, 10)} with ${model.name}: ${best.slots} at once come to ${best.tokensPerSecond.toFixed(1)} tokens a second. All else is from the profile "${base.value.name}".`,
    source: 'own',
    slots: best.slots,
    options: Object.fromEntries(options),
    measured: {
      at,
      model: model.name,
      digest: model.digest,
      rates: rates
        .filter(({ slots, sideBySide, tokensPerSecond }) => sideBySide >= slots && tokensPerSecond > 0)
        .map(({ slots, tokensPerSecond }) => ({
          slots,
          tokensPerSecond: Number(tokensPerSecond.toFixed(2)),
        })),
    },
  })
  return path
}
