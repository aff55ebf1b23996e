import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type ConfigFile,
  readConfigFiles,
  resolveOptions,
  resolveSetting,
  resolveSettings,
  type SettingSources,
  userConfigFolder,
} from '../../src/config/config.ts'
import { loadPreset } from '../../src/config/preset.ts'
import { loadProfile } from '../../src/config/profile.ts'
import { settings } from '../../src/config/settings.ts'
import { UsageError } from '../../src/ground/errors.ts'
import { emptyFolder } from '../support/folder.ts'

const project: ConfigFile = { file: '/work/magi.json', values: { model: 'of-project', n: 5, slots: 3 } }
const user: ConfigFile = {
  file: '/home/me/.config/magi/config.json',
  values: { model: 'of-user', n: 6, slots: 4, timeout: 60_000, host: 'gpu-box' },
}
const profile = { ...(await loadProfile('cpu')).value, host: 'of-profile:1' }

describe('where a value comes from', () => {
  const flags = { model: 'of-flag' }
  const environment = { MAGI_MODEL: 'of-environment' }

  it.each<[string, SettingSources, string, string]>([
    ['the flag', { flags, environment, files: { project, user } }, 'of-flag', '--model'],
    ['the environment', { environment, files: { project, user } }, 'of-environment', 'MAGI_MODEL'],
    ['the project file', { files: { project, user } }, 'of-project', project.file],
    ['the user file', { files: { user } }, 'of-user', user.file],
  ])('takes %s first', (_, sources, value, from) => {
    expect(resolveSetting('model', sources)).toEqual({ value, from })
  })

  it('goes on to the profile, the default, and nothing', () => {
    expect(resolveSetting('host', { files: { user }, profile })).toEqual({
      value: 'gpu-box',
      from: user.file,
    })
    expect(resolveSetting('host', { profile })).toEqual({ value: 'of-profile:1', from: 'profile cpu' })
    expect(resolveSetting('host', {})).toEqual({ value: 'http://127.0.0.1:11434', from: 'default' })
    expect(resolveSetting('model', { profile })).toBeUndefined()
  })

  it('takes the runtime host variable after its own, and an empty one for none', () => {
    const environment = { MAGI_HOST: ' ', OLLAMA_HOST: '0.0.0.0' }
    expect(resolveSetting('host', { environment, files: { user } })).toEqual({
      value: '0.0.0.0',
      from: 'OLLAMA_HOST',
    })
    expect(resolveSetting('host', { environment: { ...environment, MAGI_HOST: 'a' } })?.from).toBe(
      'MAGI_HOST',
    )
  })

  it('lets a preset limit the thinking, unless a person does', async () => {
    const { value: preset } = await loadPreset('flash')
    expect(resolveSetting('maxThinkingTokens', { preset, profile })).toEqual({
      value: 2048,
      from: 'preset flash',
    })
    expect(resolveSetting('maxThinkingTokens', { preset, flags: { maxThinkingTokens: '99' } })).toEqual({
      value: 99,
      from: '--max-thinking-tokens',
    })
  })

  it('has defaults that differ by command', () => {
    const of = (command: 'ask' | 'vote' | 'bench') =>
      (['preset', 'n', 'onTrip', 'rule', 'answer'] as const).map(
        (name) => resolveSetting(name, { command })?.value,
      )
    expect(of('ask')).toEqual(['balanced', 1, 'force', undefined, undefined])
    expect(of('vote')).toEqual(['majority', 16, 'drop', 'predictive', 'auto'])
    expect(of('bench')).toEqual(['card', 64, 'drop', 'all', 'auto'])
  })

  it('resolves all settings at once, and leaves out what nobody said', () => {
    const resolved = resolveSettings({ command: 'vote', files: { project }, profile, flags: { quorum: 0.5 } })
    expect(resolved.slots).toEqual({ value: 3, from: project.file })
    expect(resolved.timeout).toEqual({ value: 6 * 3_600_000, from: 'profile cpu' })
    expect(Object.hasOwn(resolved, 'keepAlive')).toBe(false)
    expect(resolved.quorum).toEqual({ value: 0.5, from: '--quorum' })
    expect(Object.hasOwn(resolved, 'seed')).toBe(false)
  })

  it('gives every setting a variable and every flag its own name', () => {
    // Several hosts are `--host` more than once.
    const { hosts: _hosts, ...others } = settings
    const flags = Object.values(others).flatMap((rule) => rule.flag ?? [])
    expect(new Set(flags).size).toBe(flags.length)
    for (const [name, rule] of Object.entries(settings)) {
      // Which walls programs run behind, the user's file alone says.
      if (name === 'sandbox') continue
      expect(rule.variables).toContain(`MAGI_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`)
    }
  })
})

describe('reading flags and variables', () => {
  const read = (name: Parameters<typeof resolveSetting>[0], written: unknown) =>
    resolveSetting(name, { flags: { [name]: written } })?.value

  it('reads text as the kind of value that belongs there', () => {
    expect([
      read('slots', '4'),
      read('timeout', '1h30m'),
      read('quorum', '.5'),
      read('allowRemote', '1'),
      read('allowRemote', 'false'),
      read('hideThinking', true),
      read('think', 'high'),
      read('think', false),
      read('think', 'true'),
      read('keepAlive', '300'),
      read('keepAlive', '30m'),
      read('model', '7'),
      read('answer', 'number'),
    ]).toEqual([4, 5_400_000, 0.5, true, false, true, 'high', false, true, 300, '30m', '7', 'number'])
  })

  it.each([
    ['slots', '0', '--slots is "0".', 'Give it a whole number from 1 to 512.'],
    ['slots', 'many', '--slots is "many".', 'Give it a whole number from 1 to 512.'],
    ['slots', '2.5', '--slots is "2.5".', 'Give it a whole number from 1 to 512.'],
    ['timeout', '300', '--timeout is "300".', '"300" has no unit. Write 300s or 300m.'],
    ['onTrip', 'ignore', '--on-trip is "ignore".', 'Give it "force", "retry" or "drop".'],
    ['seed', '2147483648', '--seed is "2147483648".', 'Give it a whole number from 0 to 2147483647.'],
    ['quorum', '80%', '--quorum is "80%".', 'Give it a number from 0 to 1.'],
    ['allowRemote', 'yes', '--allow-remote is "yes".', 'Give it true or false.'],
    ['think', 'hard', '--think is "hard".', 'Give it true, false, "low", "medium", "high" or "max".'],
    ['model', '', '--model is "".', 'Give it text that is not empty.'],
  ] as const)('refuses %s %j', (name, written, message, fix) => {
    expect(() => read(name, written)).toThrow(expect.objectContaining({ message, fix }))
    expect(() => read(name, written)).toThrow(UsageError)
  })

  it('names the variable that holds the wrong value', () => {
    expect(() => resolveSetting('n', { environment: { MAGI_N: 'x' } })).toThrow('MAGI_N is "x".')
  })
})

describe('options of the request', () => {
  it('takes each from the strongest source that says it', async () => {
    const options = resolveOptions({
      options: { temperature: 0.1 },
      files: {
        project: { file: 'magi.json', values: { options: { top_p: 0.2, temperature: 9 } } },
        user: { file: 'config.json', values: { options: { top_p: 9, num_ctx: 8192 } } },
      },
      preset: (await loadPreset('majority')).value,
      profile,
    })
    expect(options).toEqual({
      num_ctx: { value: 8192, from: 'config.json' },
      temperature: { value: 0.1, from: '-o' },
      top_p: { value: 0.2, from: 'magi.json' },
      top_k: { value: 64, from: 'preset majority' },
      min_p: { value: 0, from: 'preset majority' },
      repeat_penalty: { value: 1, from: 'preset majority' },
    })
  })
})

describe('configuration files', () => {
  function folders(projectText?: string, userText?: string) {
    const cwd = emptyFolder()
    const home = emptyFolder()
    mkdirSync(join(home, '.config', 'magi'), { recursive: true })
    if (projectText !== undefined) writeFileSync(join(cwd, 'magi.json'), projectText)
    if (userText !== undefined) writeFileSync(join(home, '.config', 'magi', 'config.json'), userText)
    return { cwd, home, environment: {} }
  }

  it('reads both, or neither', async () => {
    const both = folders('{"preset":"card","timeout":"10m"}', '{"slots":2,"options":{"num_gpu":0}}')
    const folder = join(both.home, '.config', 'magi')
    expect(await readConfigFiles(both)).toEqual({
      folders: [folder],
      project: { file: join(both.cwd, 'magi.json'), values: { preset: 'card', timeout: 600_000 } },
      user: { file: join(folder, 'config.json'), values: { slots: 2, options: { num_gpu: 0 } } },
    })
    expect(Object.keys(await readConfigFiles(folders()))).toEqual(['folders'])
  })

  it('names file, line and nearest key of everything that is wrong', async () => {
    const at = folders(
      '{\n  "presett": "card",\n  "idleTimeout": 30,\n  "options": {\n    "temprature": 1 }\n}',
    )
    const file = join(at.cwd, 'magi.json')
    await expect(readConfigFiles(at)).rejects.toThrow(
      [
        `${file}:2: presett: unknown key. Did you mean "preset"?`,
        `${file}:3: idleTimeout: a duration in quotes, as "30s" or "10m"`,
        `${file}:5: options.temprature: unknown key. Did you mean "temperature"?`,
      ].join('\n'),
    )
  })

  it('looks where XDG says, if that is an absolute path', () => {
    expect(userConfigFolder({ XDG_CONFIG_HOME: '/etc/xdg' }, '/home/me')).toBe('/etc/xdg/magi')
    expect(userConfigFolder({ XDG_CONFIG_HOME: 'relative' }, '/home/me')).toBe('/home/me/.config/magi')
    expect(userConfigFolder({}, '/home/me')).toBe('/home/me/.config/magi')
  })
})
