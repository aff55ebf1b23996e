import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { magiVersion } from '../../src/ground/package-root.ts'
import { runCli } from '../support/run-cli.ts'

/** Written anew with MAGI_WRITE_GOLDEN=1; look at the difference before it is committed. */
const golden = join(import.meta.dirname, 'golden', 'help.txt')

/** Every command with its path: `[]`, `['vote']`, `['runs', 'list']` … */
function paths(command: Command, path: readonly string[] = []): (readonly string[])[] {
  return [path, ...command.commands.flatMap((each) => paths(each, [...path, each.name()]))]
}

const program = await buildProgram(async () => {})
const all = paths(program)

it('the help of the program and of every command is as written down', async () => {
  const texts: string[] = []
  for (const path of all) {
    const { exitCode, stdout, stderr } = await runCli([...path, '--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    texts.push(`$ ${['magi', ...path].join(' ')} --help\n${stdout}`)
  }
  const text = `${texts.join('\n').trimEnd()}\n`
  if (process.env['MAGI_WRITE_GOLDEN'] === '1') await writeFile(golden, text)
  expect(text).toBe(await readFile(golden, 'utf8'))
})

describe('the help', () => {
  it('shows the commands in their groups, in order', async () => {
    const { stdout } = await runCli(['--help'])
    const groups = ['Draw samples:', 'Look at what was drawn (no model needed):', 'Look at text:', 'Set up:']
    const places = groups.map((group) => stdout.indexOf(`\n${group}\n`)).filter((place) => place >= 0)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    const drawing = stdout.slice(stdout.indexOf('Draw samples:'), stdout.indexOf('Set up:'))
    for (const command of ['ask', 'vote']) expect(drawing).toMatch(new RegExp(`\n  ${command} `))
    const settingUp = stdout.slice(stdout.indexOf('Set up:'))
    for (const command of ['doctor', 'models', 'presets', 'profiles', 'demo']) {
      expect(settingUp).toMatch(new RegExp(`\n  ${command} `))
    }
    expect(stdout).toContain('Exit codes: 0 answered')
  })

  const named = all.filter((path) => path.length > 0).map((path) => path.join(' '))
  it.each(named)('says in a line what %s does, and what its flags do', async (name) => {
    let command = program
    for (const each of name.split(' '))
      command = command.commands.find((one) => one.name() === each) as Command
    expect(command.summary()).toMatch(/^\S.{5,90}[^.]$/)
    for (const option of command.options) expect(option.description).toMatch(/^\S.{5,}[^.]$/)
  })

  it.each([
    [['help'], ['--help']],
    [
      ['help', 'vote'],
      ['vote', '--help'],
    ],
    [
      ['help', 'runs', 'show'],
      ['runs', 'show', '--help'],
    ],
  ])('is there under the name of a command too: %j', async (args, same) => {
    expect(await runCli(args)).toEqual({ ...(await runCli(same)), exitCode: 0 })
  })

  it('is what the program prints where no command is named', async () => {
    const { exitCode, stdout } = await runCli([])
    expect(exitCode).toBe(0)
    expect(stdout).toBe((await runCli(['--help'])).stdout)
  })
})

describe('a command line that cannot be read', () => {
  it.each([
    [['vite'], "unknown command 'vite'", 'Did you mean "vote"?'],
    [['vite', '--help'], "unknown command 'vite'", 'Did you mean "vote"?'],
    [['help', 'vite'], "unknown command 'vite'", 'Did you mean "vote"?'],
    [['runs', 'lst'], "unknown command 'lst' of magi runs", 'Did you mean "list"?'],
    [['presets', 'balanced'], "unknown command 'balanced' of magi presets", 'magi presets --help'],
    [['vote', '--presett', 'card', 'x'], "unknown option '--presett'", 'Did you mean --preset?'],
    [['vote', '--what', 'x'], "unknown option '--what'", '(magi vote --help shows what there is)'],
    [['runs', 'show', '--what'], "unknown option '--what'", '(magi runs show --help shows what there is)'],
    [['vote', '--preset'], "option '-p, --preset <name>' argument missing", ''],
    [['presets', 'show'], "missing required argument 'name'", ''],
  ])('%j is wrong usage, and says what was meant', async (args, message, hint) => {
    const { exitCode, stdout, stderr } = await runCli(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
  })
})

it.each([['--version'], ['-V']])('prints the version alone: %s', async (flag) => {
  expect(await runCli([flag])).toEqual({ exitCode: 0, stdout: `${magiVersion()}\n`, stderr: '' })
})
