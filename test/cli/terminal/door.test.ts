import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emptyFolder } from '../../support/folder.ts'
import { recordVote, stateFolder } from '../../support/recorded-run.ts'
import { runCli } from '../../support/run-cli.ts'

/** Clears a screen, writes into the clipboard, and turns text round. */
const hostile = '\u001b[2J\u001b]52;c;aGk=\u0007\u202e'
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

it('nothing that a file, a flag, a command or a folder is called commands the terminal', async () => {
  const { env, runs } = await stateFolder()
  const home = emptyFolder()
  const odd = join(home, `odd${hostile}`)
  await mkdir(odd)
  const folder = await recordVote(odd, ['4'])
  await recordVote(runs, ['4'])
  await writeFile(
    join(home, 'preset.json'),
    `{"name":"x","summary":"${'\u009b2J\u202e'}","options":{"temperature":1}}`,
  )
  const shown: string[] = []
  for (const args of [
    ['runs', 'verify', folder],
    ['runs', 'show', folder],
    ['runs', 'list'],
    ['presets', 'show', join(home, 'preset.json')],
    [`no${hostile}such`],
    ['vote', `--no${hostile}such`],
    ['runs', 'show', `${hostile}x`],
    ['bench', `${hostile}set`],
    ['report', folder, '--output', join(odd, 'page.html'), '--format', 'html'],
    ['runs', 'remove', folder, '--yes'],
  ]) {
    const { stdout, stderr } = await runCli(args, { env, outIsTerminal: true, errIsTerminal: true })
    expect([args[0], args[1], `${stdout}${stderr}`.replaceAll(/\u001b\[(?:[12]|3[1239]|22)m/g, '')]).toEqual([
      args[0],
      args[1],
      expect.not.stringMatching(commands),
    ])
    shown.push(stdout + stderr)
  }
  const empty = await runCli(['runs', 'list'], {
    env: { XDG_STATE_HOME: odd },
    outIsTerminal: true,
    errIsTerminal: true,
  })
  expect(empty.stderr).toContain('There are no runs in ')
  expect(empty.stderr).not.toMatch(commands)
  expect(shown.every((text) => text !== '')).toBe(true)
})

it('what begins with a dash is an id behind --, and that is said', async () => {
  const { env } = await stateFolder()
  const option = await runCli(['runs', 'show', '-1x'], { env })
  expect(option.exitCode).toBe(2)
  expect(option.stderr).toContain(
    "error: unknown option '-1x'\n(an id or a prompt that begins with - goes behind --, as: -- -1)\n",
  )
  const id = await runCli(['runs', 'show', '--', '-1x'], { env })
  expect(id.stderr).toContain('"-1x" is no run')
})
