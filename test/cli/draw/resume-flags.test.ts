import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resumeRuleOf, resumeWish } from '../../../src/cli/draw/resume-flags.ts'
import { commandSettings } from '../../../src/cli/draw/settings.ts'
import type { DrawFlags } from '../../../src/cli/flags.ts'
import { buildProgram } from '../../../src/cli/program.ts'
import type { CliProcess } from '../../../src/cli/terminal/terminal.ts'
import { UsageError } from '../../../src/ground/errors.ts'
import { differences } from '../../../src/journal/differences.ts'
import { emptyFolder } from '../../support/folder.ts'
import { manifestOf } from '../../support/manifest.ts'

/** For each flag, a value that the run below was not begun with; none for one that takes no value. */
const otherValues: Readonly<Record<string, readonly string[]>> = {
  '--n': ['9'],
  '--rule': ['lead:2'],
  '--min': ['3'],
  '--schedule': ['lookahead'],
  '--tie': ['extend'],
  '--extend': ['9'],
  '--quorum': ['0.5'],
  '--count-forced': [],
  '--allow-identical': [],
  '--slots': ['7'],
  '--run-dir': ['elsewhere'],
  '--resume': ['again'],
  '--model': ['qwq:32b'],
  '--host': ['127.0.0.1:9'],
  '--mixed-versions': [],
  '--host-timeout': ['1m'],
  '--header-file': ['headers'],
  '--ca': ['ca.pem'],
  '--profile': ['cpu'],
  '--allow-remote': [],
  '--file': ['prompt.txt'],
  '--system': ['Be brief.'],
  '--image': ['cat.png'],
  '--preset': ['steady'],
  '--option': ['temperature=0.2'],
  '--seed': ['1'],
  '--think': ['high'],
  '--no-think': [],
  '--answer': ['choice'],
  '--options': ['A,B'],
  '--language': ['de'],
  '--schema': ['answer.json'],
  '--max-tokens': ['99'],
  '--max-thinking-tokens': ['99'],
  '--timeout': ['3h'],
  '--idle-timeout': ['3m'],
  '--first-part-timeout': ['3m'],
  '--no-loop-guard': [],
  '--loop-guard': [],
  '--on-trip': ['force'],
  '--max-attempts': ['9'],
  '--dry-run': [],
  '--explain': [],
  '--json': [],
  '--quiet': [],
  '--verbose': [],
  '--no-color': [],
  '--no-stdin': [],
  '--budget': ['mean=2'],
  '--limit': ['1'],
  '--ids': ['a'],
  '--shuffle': ['1'],
  '--field': ['prompt=question'],
  '--format': ['plain'],
  '--choice-seed': ['1'],
  '--template': ['ask.txt'],
  '--vote-by': ['whole'],
  '--coherent': [],
  '--salvage': [],
}

/** Flags that are as good as not given where the run has their value already. */
const sameAsBegun = ['--loop-guard']

const begun = {
  vote: manifestOf({
    request: { messages: [], options: { num_predict: 9_999, temperature: 0.8 }, think: true },
  }),
  bench: manifestOf({
    command: 'bench',
    request: { messages: [], options: { num_predict: 9_999, temperature: 0.8 }, think: true },
    dataset: {
      ...{ path: '/set.jsonl', fields: {}, choiceSeed: 0, hash: '1', problems: 1, prompts: '2' },
      selection: { language: 'en' },
    },
  }),
}

/** The flags as commander gives them. */
async function parsed(command: 'vote' | 'bench', words: readonly string[]): Promise<DrawFlags> {
  const program = await buildProgram(async () => {}, command)
  const named = program.commands.find((each) => each.name() === command)
  // A fault throws, where commander would end the process of the tests.
  for (const each of [program, ...program.commands]) each.exitOverride()
  let flags: DrawFlags = {}
  named?.action((_: unknown, given: DrawFlags) => {
    flags = given
  })
  await program.parseAsync([command, ...words], { from: 'user' })
  return flags
}

/** Every long flag of a command. */
async function flagsOf(command: 'vote' | 'bench'): Promise<{ flag: string; name: string }[]> {
  const program = await buildProgram(async () => {}, command)
  const options = program.commands.find((each) => each.name() === command)?.options ?? []
  return options
    .filter((option) => option.long !== '--help')
    .map((option) => ({ flag: option.long ?? '', name: option.attributeName() }))
}

const terminal = { err: () => {}, warn: () => {}, style: (_: unknown, text: string) => text, quiet: true }
let cli: CliProcess
beforeEach(() => {
  const home = emptyFolder()
  mkdirSync(join(home, 'config'))
  writeFileSync(join(home, 'prompt.txt'), 'x')
  writeFileSync(join(home, 'headers'), 'X-Key: value', { mode: 0o600 })
  copyFileSync('test/runtime/tls/certificate.pem', join(home, 'ca.pem'))
  cli = { env: { HOME: home, XDG_CONFIG_HOME: join(home, 'config') }, cwd: home } as unknown as CliProcess
})

async function wishOf(command: 'vote' | 'bench', words: readonly string[]) {
  const flags = await parsed(command, words)
  const settings = await commandSettings(command, flags, cli)
  return resumeWish({ folder: '/run', manifest: begun[command] }, flags, settings, { terminal, cli })
}

describe.each(['vote', 'bench'] as const)('beside --resume, every flag of %s', (command) => {
  it('has a rule, and a value to try it with', async () => {
    const flags = await flagsOf(command)
    expect(flags.length).toBeGreaterThan(40)
    expect(flags.filter(({ name }) => resumeRuleOf(name) === undefined)).toEqual([])
    expect(flags.filter(({ flag }) => otherValues[flag] === undefined)).toEqual([])
  })

  it('is refused, compared, or free to differ, and never ignored', async () => {
    const ignored: string[] = []
    for (const { flag, name } of await flagsOf(command)) {
      const words = [flag, ...(otherValues[flag] ?? [])]
      const rule = resumeRuleOf(name)
      const wish = await wishOf(command, words).catch((thrown: unknown) => thrown)
      if (rule === 'refused') {
        const isRefused = wish instanceof UsageError && wish.message.endsWith(' is for a new run.')
        if (!isRefused) ignored.push(`${flag}: not refused`)
        continue
      }
      if (wish instanceof Error) throw wish
      const { expected, model } = wish as Awaited<ReturnType<typeof wishOf>>
      const differ = differences(begun[command], expected ?? begun[command])
      const isSeen = differ.length > 0 || (name === 'model' && model === 'qwq:32b')
      if (rule === 'same' && !isSeen && !sameAsBegun.includes(flag)) ignored.push(`${flag}: not compared`)
      if (rule === 'may-differ' && differ.length > 0) ignored.push(`${flag}: ${differ.join()}`)
    }
    expect(ignored).toEqual([])
  })

  it('takes the guard against loops, the language and the attempts as they were begun', async () => {
    const language = command === 'vote' ? [] : ['--language', 'en']
    const { expected } = await wishOf(command, ['--loop-guard', '--max-attempts', '2', ...language])
    expect(expected).toEqual(begun[command])
  })

  it('that may differ is taken', async () => {
    const wish = await wishOf(command, ['--slots', '7', '--host', '127.0.0.1:9', '--allow-remote'])
    expect(wish).toMatchObject({ slots: 7, hosts: [{ address: '127.0.0.1:9' }], allowRemote: true })
  })
})

it('a guard against loops that was switched off is not switched on again', async () => {
  const flags = await parsed('vote', ['--loop-guard'])
  const settings = await commandSettings('vote', flags, cli)
  const off = manifestOf({ limits: { loop: false } })
  const wish = await resumeWish({ folder: '/run', manifest: off }, flags, settings, { terminal, cli })
  const { expected } = wish
  expect(differences(off, expected ?? off)).toEqual(['the loop guard (--loop-guard) was off, is on'])
})
