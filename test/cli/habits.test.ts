import { describe, expect, it } from 'vitest'
import { magiVersion } from '../../src/ground/package-root.ts'
import { emptyFolder } from '../support/folder.ts'
import { bodiesOf, cliWith, runCli } from '../support/run-cli.ts'
import { chatStream } from '../support/scripted-reply.ts'

async function asked(args: readonly string[]) {
  const { ollama, run } = await cliWith(chatStream({ text: '42' }))
  const { exitCode, stdout, stderr } = await run(args)
  expect({ exitCode, stdout, stderr: exitCode === 0 ? '' : stderr }).toEqual({
    exitCode: 0,
    stdout: '42\n',
    stderr: '',
  })
  const [body] = bodiesOf(ollama)
  return { content: body?.messages[0]?.content, temperature: body?.options['temperature'] }
}

describe('habits from elsewhere', () => {
  it.each([['-v'], ['-V'], ['version'], ['--version']])('%s alone prints the version', async (word) => {
    expect(await runCli([word])).toEqual({ exitCode: 0, stdout: `${magiVersion()}\n`, stderr: '' })
  })

  it.each([[['What is 6 × 7?']], [['What is\n6 × 7?']], [['-o', 'temperature=0.3', 'What is 6 × 7?']]])(
    'a prompt alone is one for ask: %j',
    async (args) => {
      expect((await asked(args)).content).toBe(args.at(-1))
    },
  )

  it('flags before the command count for it', async () => {
    expect(await asked(['-o', 'temperature=0.3', '--no-color', '--seed=4', 'ask', 'What is 6 × 7?'])).toEqual(
      {
        content: 'What is 6 × 7?',
        temperature: 0.3,
      },
    )
    const { exitCode, stdout } = await runCli(['--json', 'runs', 'list'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('"magi.runs/') })
  })

  it('a flag before no command names the commands', async () => {
    const { exitCode, stderr } = await runCli(['--model', 'magistral'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('(name the command that it is for, as: magi ask --model NAME)')
  })

  it.each([
    ['list', 'magi runs list'],
    ['ls', 'ollama list'],
    ['logs', 'magi runs show last'],
    ['run', 'magi ask "…" --model NAME'],
    ['ps', 'ollama ps'],
    ['pull', 'ollama pull MODEL'],
    ['rm', 'magi runs remove RUN'],
    ['bnech', 'Did you mean "bench"?'],
  ])('%s leads somewhere', async (word, place) => {
    const { exitCode, stdout, stderr } = await runCli([word, 'x'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(place)
  })

  it('ls and rm are short for list and remove where a group has these', async () => {
    const env = { XDG_STATE_HOME: emptyFolder() }
    for (const group of ['runs', 'models', 'presets', 'profiles'])
      expect(await runCli([group, 'ls'], { env })).toEqual(await runCli([group, 'list'], { env }))
    expect((await runCli(['runs', 'rm', 'nowhere'])).stderr).toContain('"nowhere" is no run')
    expect((await runCli(['models', 'rm', 'x'])).stderr).toContain("unknown command 'rm' of magi models")
  })

  it('a sampling option as a flag is told how it is written', async () => {
    const { exitCode, stderr } = await runCli(['ask', '--temperature', '0.7', 'hi'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('(write -o temperature=VALUE)')
  })
})
