import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInPath } from '../../../src/ground/package-root.ts'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith, runCli } from '../../support/run-cli.ts'

/** A project folder with this configuration in it. */
async function projectWith(config: unknown): Promise<string> {
  const cwd = emptyFolder()
  await writeFile(join(cwd, 'magi.json'), JSON.stringify(config, null, 2))
  return cwd
}

describe('settings that are wrong', () => {
  it('say where a stop rule comes from that there is not', async () => {
    const cwd = await projectWith({ rule: 'predictve' })
    const ofFile = await runCli(['vote', 'x'], { cwd })
    expect(ofFile).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ofFile.stderr).toBe(
      `error: ${join(cwd, 'magi.json')}: rule: There is no stop rule "predictve".\nDid you mean "predictive"? ` +
        'Use one of: predictive[:safe|parity|fast|NUMBER], certain, beta[:CONFIDENCE], lead[:VOTES], window[:SIZE], all.\n',
    )
    const ofVariable = await runCli(['vote', 'x'], { env: { MAGI_RULE: 'lead:0' } })
    expect(ofVariable.stderr).toContain(
      'error: MAGI_RULE: rule: The stop rule "lead" does not take the value "0".',
    )
    const ofFlag = await runCli(['vote', '--rule', 'lead:0', 'x'])
    expect(ofFlag.stderr).toContain('error: The stop rule "lead" does not take the value "0".')
  })

  it.each([
    [{ tie: 'coin' }, 'magi.json:2: tie: "declare", "first" or "extend"'],
    [{ schedule: 'lazy' }, 'magi.json:2: schedule: "eager" or "lookahead"'],
    [{ min: -1 }, 'magi.json:2: min: a whole number from 0 to 100000'],
  ])('are named with file, line and key: %j', async (config, message) => {
    const { exitCode, stdout, stderr } = await runCli(['vote', 'x'], { cwd: await projectWith(config) })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it.each([
    [['--tie', 'coin'], '--tie is "coin".\nGive it "declare", "first" or "extend".'],
    [['--schedule', 'lazy'], '--schedule is "lazy".\nGive it "eager" or "lookahead".'],
    [['--min', 'x'], '--min is "x".\nGive it a whole number from 0 to 100000.'],
    [['--extend', '-1'], '--extend is "-1".\nGive it a whole number from 1 to 100000.'],
  ])('are told with what can be given: %j', async (flags, message) => {
    const { exitCode, stdout, stderr } = await runCli(['vote', ...flags, 'x'])
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `error: ${message}\n` })
  })

  it.each([
    [['ask', 'x'], { host: 'gpu-box' }],
    [['vote', 'x', '--host', '127.0.0.1:1'], { host: 'gpu-box' }],
    [['bench', 'arithmetic-easy'], { allowRemote: true }],
    [['doctor'], { host: 'gpu-box' }],
    [['vote', 'x'], { profile: './gpu.json' }],
    [['vote', 'x', '--profile', './gpu.json'], {}],
  ])('are refused where a project says where data goes: %j, %j', async (args, config) => {
    const cwd = await projectWith(config)
    const shipped = JSON.parse(await readFile(builtInPath('profiles', 'cpu.json'), 'utf8')) as object
    await writeFile(join(cwd, 'gpu.json'), JSON.stringify({ ...shipped, name: 'gpu', host: 'gpu-box' }))
    const asked = args.map((word) => (word === './gpu.json' ? join(cwd, 'gpu.json') : word))
    if ('profile' in config)
      await writeFile(join(cwd, 'magi.json'), JSON.stringify({ profile: join(cwd, 'gpu.json') }))
    const { exitCode, stdout, stderr } = await runCli(asked, { cwd })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(
      'may not set what decides where data goes.\nRemove it there, whatever flags are given.',
    )
  })

  it('do not keep a command from working that needs none: a broken magi.json', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'magi.json'), '{')
    expect(await runCli(['completion', 'bash'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await runCli(['presets'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('are found before a runtime is asked: temperature 0', async () => {
    const { ollama, run } = await cliWith()
    expect(await run(['vote', '-o', 'temperature=0', 'x'])).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ollama.requests).toEqual([])
  })
})

describe('settings of how to vote', () => {
  it('can be kept in a file or a variable', async () => {
    const { run } = await cliWith()
    const cwd = await projectWith({
      schedule: 'lookahead',
      tie: 'extend',
      extend: 3,
      min: 4,
      countForced: true,
    })
    const { stdout } = await run(['vote', '--dry-run', 'x'], { cwd, env: { MAGI_MIN: '5' } })
    const file = join(cwd, 'magi.json')
    expect(JSON.parse(stdout).from).toMatchObject({
      schedule: { value: 'lookahead', from: file },
      tie: { value: 'extend', from: file },
      extend: { value: 3, from: file },
      min: { value: 5, from: 'MAGI_MIN' },
      countForced: { value: true, from: file },
    })
  })
})

it('a misspelt variable is warned of, and one that may be somebody else’s is not', async () => {
  const { run } = await cliWith()
  const { exitCode, stderr } = await run(['vote', '--dry-run', 'x'], {
    env: { MAGI_SLOT: '3', MAGI_OF_A_FRIEND: 'x' },
  })
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'warning: MAGI_SLOT is no variable of Magi, and changes nothing. Did you mean "MAGI_SLOTS"?',
  )
  expect(stderr).not.toContain('FRIEND')
})
