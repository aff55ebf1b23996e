import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfigFiles, resolveSetting } from '../../src/config/config.ts'
import { ownSettings, refuseInProjectProfile } from '../../src/config/own-settings.ts'
import { loadProfile } from '../../src/config/profile.ts'
import { type SettingName, settings } from '../../src/config/settings.ts'
import { UsageError } from '../../src/ground/errors.ts'
import { emptyFolder } from '../support/folder.ts'

/** A project folder and a home, with what their files hold. */
function folders(projectText?: string, userText?: string) {
  const cwd = emptyFolder()
  const home = emptyFolder()
  const own = join(home, '.config', 'magi')
  mkdirSync(join(own, 'profiles'), { recursive: true })
  if (projectText !== undefined) writeFileSync(join(cwd, 'magi.json'), projectText)
  if (userText !== undefined) writeFileSync(join(own, 'config.json'), userText)
  return { cwd, home, own, environment: {} }
}

/** Whoever adds a setting decides here who may say it. */
const byAnybody = [
  ...['model', 'preset', 'profile', 'slots', 'seed', 'system', 'think', 'hideThinking', 'answer'],
  ...['maxTokens', 'maxThinkingTokens', 'loadTimeout', 'firstPartTimeout', 'idleTimeout', 'timeout'],
  ...['loopGuard', 'onTrip', 'keepAlive', 'n', 'min', 'rule', 'schedule', 'tie', 'extend', 'quorum'],
  ...['countForced', 'voteBy', 'coherent', 'salvage', 'allowIdentical', 'runDir', 'hostTimeout'],
]

/** A value of each setting that `true` is none of. */
const usable: Readonly<Partial<Record<SettingName, unknown>>> = {
  ...{ host: 'gpu-box', listen: '127.0.0.1:1', tokenFile: 'token', show: 'none', noConsensus: 'error' },
  ...{ allowHost: ['gpu-box'], allowOrigin: ['https://chat.example'], listed: ['vote8'] },
  ...{ keepRuns: 3, maxQueue: 3, hosts: ['gpu-box'], headerFile: 'headers', ca: 'ca.pem' },
  sandbox: { network: 'trusted-to-python' },
}
/** Those that are written as durations, and read as milliseconds. */
const durations: readonly SettingName[] = ['linger', 'drain']

describe('what only the user says', () => {
  it('is where data goes', () => {
    expect(ownSettings).toEqual([
      ...[
        'host',
        'hosts',
        'mixedVersions',
        'headerFile',
        'ca',
        'allowRemote',
        'sandbox',
        'listen',
        'tokenFile',
        'allowHost',
        'allowOrigin',
        'listed',
        'show',
      ],
      ...['noConsensus', 'linger', 'record', 'keepRuns', 'maxQueue', 'drain'],
    ])
    expect(Object.keys(settings).sort()).toEqual([...ownSettings, ...byAnybody].sort())
  })

  it("is refused in a project's file, by file, line and key, with the line for the user's own", async () => {
    const at = folders('{\n  "slots": 2,\n  "host": "gpu-box:1",\n  "allowRemote": false\n}')
    const file = join(at.cwd, 'magi.json')
    await expect(readConfigFiles(at)).rejects.toThrow(
      expect.objectContaining({
        message:
          `${file}:3: host: a project may not set what decides where data goes.\n` +
          `${file}:4: allowRemote: a project may not set what decides where data goes.`,
        fix:
          'Remove it there, whatever flags are given. If you want it, write "host": "gpu-box:1", "allowRemote": false into ' +
          `${join(at.own, 'config.json')}; without it there, --host and --allow-remote of a call will do.`,
      }),
    )
    await expect(readConfigFiles(at)).rejects.toThrow(UsageError)
  })

  it.each(ownSettings)('counts in the own file of the user: %s', async (name) => {
    const isDuration = durations.includes(name)
    const value = isDuration ? 5_000 : (usable[name] ?? true)
    const at = folders('{"slots":2}', JSON.stringify({ [name]: isDuration ? '5s' : value }))
    const files = await readConfigFiles(at)
    expect(resolveSetting(name, { files })).toEqual({ value, from: join(at.own, 'config.json') })
  })

  it.each(ownSettings)('does not count where a project says it, whoever read the file: %s', (name) => {
    const project = { file: 'magi.json', values: { [name]: usable[name] ?? true } }
    const command = 'serve'
    expect(resolveSetting(name, { command, files: { project } })).toEqual(resolveSetting(name, { command }))
  })

  it('is in no flag and no variable where only a file may say it', async () => {
    const at = folders('{"sandbox":{"network":"trusted-to-python"}}')
    await expect(readConfigFiles(at)).rejects.toThrow(
      expect.objectContaining({
        message: `${join(at.cwd, 'magi.json')}:1: sandbox: a project may not set what decides where data goes.`,
        fix:
          'Remove it there, whatever flags are given. If you want it, write "sandbox": {"network":"trusted-to-python"} into ' +
          `${join(at.own, 'config.json')}.`,
      }),
    )
    expect(settings.sandbox).toMatchObject({ variables: [], from: 'own' })
    expect(settings.sandbox).not.toHaveProperty('flag')
  })

  it.each(['{"network":"open"}', '{"net":"trusted-to-python"}', 'true'])(
    'trusts the network to Python by these words alone: not %s',
    async (text) => {
      const at = folders(undefined, `{"sandbox":${text}}`)
      await expect(readConfigFiles(at)).rejects.toThrow('{"network": "trusted-to-python"}')
    },
  )

  it('is shown without credentials', async () => {
    const at = folders('{"host":"http://me:sec/ret@gpu-box"}')
    const error = await readConfigFiles(at).catch((thrown: UsageError) => thrown)
    expect(JSON.stringify([String(error), (error as UsageError).fix])).not.toMatch(/me:|sec\/|ret@/)
    expect((error as UsageError).fix).toContain('"host": "http://gpu-box"')
  })
})

describe('a profile with a host', () => {
  const text = (name: string, host?: string) =>
    JSON.stringify(
      {
        ...{
          name,
          why: 'x',
          source: 'own',
          ...(host === undefined ? {} : { host }),
          slots: 1,
          keep_alive: '1h',
        },
        options: { num_ctx: 8192 },
        limits: { load: '1m', firstPart: '1m', idle: '1m', total: '1m' },
      },
      null,
      1,
    )

  /** Loads a profile as a command does. */
  async function load(
    at: ReturnType<typeof folders>,
    nameOrPath: string,
    from: string,
  ): Promise<string | undefined> {
    const files = await readConfigFiles(at)
    const profile = await loadProfile(nameOrPath, files)
    refuseInProjectProfile(profile, nameOrPath, { cwd: at.cwd, files, from })
    return profile.value.host
  }

  it('is refused where it lies in the working folder, whatever names it', async () => {
    const at = folders()
    const file = join(at.cwd, 'gpu.json')
    writeFileSync(file, text('gpu', 'gpu-box'))
    for (const from of ['--profile', 'MAGI_PROFILE', join(at.own, 'config.json')]) {
      await expect(load(at, file, from)).rejects.toThrow(
        expect.objectContaining({
          message: `${file}:5: host: a profile of a project may not set what decides where data goes.`,
          fix: `Remove it there, whatever flags are given. If you want it, write "host": "gpu-box" into ${join(at.own, 'config.json')}; without it there, --host of a call will do.`,
        }),
      )
    }
  })

  it('is taken from there without a host', async () => {
    const at = folders()
    writeFileSync(join(at.cwd, 'gpu.json'), text('gpu'))
    expect(await load(at, join(at.cwd, 'gpu.json'), '--profile')).toBeUndefined()
  })

  it('is refused wherever it lies, where the project names its path', async () => {
    const elsewhere = join(emptyFolder(), 'gpu.json')
    writeFileSync(elsewhere, text('gpu', 'gpu-box'))
    const at = folders(JSON.stringify({ profile: elsewhere }))
    await expect(load(at, elsewhere, join(at.cwd, 'magi.json'))).rejects.toThrow('a profile of a project')
    expect(await load(at, elsewhere, '--profile')).toBe('gpu-box')
  })

  it("is taken from the user's own folder, by name and by path, whoever names it", async () => {
    const at = folders('{"slots":1}')
    writeFileSync(join(at.own, 'profiles', 'gpu.json'), text('gpu', 'gpu-box'))
    const project = join(at.cwd, 'magi.json')
    for (const from of ['--profile', project]) {
      expect(await load(at, 'gpu', from)).toBe('gpu-box')
      expect(await load(at, join(at.own, 'profiles', 'gpu.json'), from)).toBe('gpu-box')
    }
  })

  it('is not made the own one by a path that only begins in the folder of the user, or by a link', async () => {
    const at = folders('{"slots":1}')
    writeFileSync(join(at.cwd, 'gpu.json'), text('gpu', 'gpu-box'))
    const around = `${at.own}/profiles/../../../../${at.cwd.split('/').slice(-1)[0]}/gpu.json`
    await expect(load(at, around, join(at.cwd, 'magi.json'))).rejects.toThrow('a profile of a project')
    const linkFolder = emptyFolder()
    symlinkSync(join(at.cwd, 'gpu.json'), join(linkFolder, 'gpu.json'))
    await expect(load(at, join(linkFolder, 'gpu.json'), '--profile')).rejects.toThrow(
      'a profile of a project',
    )
  })
})
