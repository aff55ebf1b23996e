import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { emptyFolder } from '../../support/folder.ts'
import { bodiesOf, type CliOptions, cliWith, runCli } from '../../support/run-cli.ts'
import { chatStream } from '../../support/scripted-reply.ts'

async function promptSent(args: readonly string[], options: CliOptions = {}): Promise<string> {
  const { ollama, run } = await cliWith(chatStream({ text: '42' }))
  expect(await run(['ask', ...args], options)).toMatchObject({ exitCode: 0, stdout: '42\n' })
  const [message, ...others] = bodiesOf(ollama)[0]?.messages ?? []
  expect({ role: message?.role, others }).toEqual({ role: 'user', others: [] })
  return message?.content ?? ''
}

describe('the prompt', () => {
  it('is the words of the command line, as written', async () => {
    expect(await promptSent(['What', 'is 6 × 7?'])).toBe('What is 6 × 7?')
  })

  it('is a file, without the byte order mark and the white space round it', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'prompt.txt'), '\uFEFFWhat is\n6 × 7?\n\n')
    expect(await promptSent(['-f', 'prompt.txt'], { cwd })).toBe('What is\n6 × 7?')
  })

  it('is what comes through the pipe where no words are given', async () => {
    expect(await promptSent([], { stdin: 'What is 6 × 7?\n' })).toBe('What is 6 × 7?')
  })

  it.each([
    ['words', ['Sum these.'], 'Sum these.'],
    ['a file', ['-f', 'task.txt'], 'From a file.'],
  ])('begins with what was piped in beside %s, and stderr says so', async (_name, args, rest) => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'task.txt'), 'From a file.\n')
    const { ollama, run } = await cliWith(chatStream({ text: '42' }))
    const { exitCode, stderr } = await run(['ask', ...args], { cwd, stdin: `${'6 '.repeat(601)}7\n` })
    expect({ exitCode, content: bodiesOf(ollama)[0]?.messages[0]?.content }).toEqual({
      exitCode: 0,
      content: `${'6 '.repeat(601)}7\n\n${rest}`,
    })
    expect(stderr).toContain('+ 1,204 bytes from standard input\n')
  })

  it('leaves the pipe alone with --no-stdin, and where it is empty', async () => {
    expect(await promptSent(['What is 6 × 7?', '--no-stdin'], { stdin: 'something else' })).toBe(
      'What is 6 × 7?',
    )
    expect(await promptSent(['What is 6 × 7?'], { stdin: '' })).toBe('What is 6 × 7?')
    expect(await promptSent(['What is 6 × 7?'], { stdin: ' \n' })).toBe('What is 6 × 7?')
  })

  it('waits half a second for a pipe that holds nothing, and says that it is not read', async () => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith(chatStream({ text: '42' }))
    const running = await start(['ask', 'What is 6 × 7?'], { clock, pipe: new PassThrough() })
    while (clock.pendingTimers === 0) await settle()
    await clock.advance(499)
    expect(ollama.drawn).toEqual([])
    await clock.advance(1)
    const { exitCode, stderr } = await running.result
    expect({ exitCode, content: bodiesOf(ollama)[0]?.messages[0]?.content }).toEqual({
      exitCode: 0,
      content: 'What is 6 × 7?',
    })
    expect(stderr).toContain('Standard input is open and held nothing within 0.5 s')
  })

  it('holds the pipe where - stands among the words', async () => {
    expect(await promptSent(['Sum these:', '-', 'Be brief.'], { stdin: '6\n7\n' })).toBe(
      'Sum these:\n\n6\n7\n\nBe brief.',
    )
  })

  it('holds a file, then the pipe, where both are named', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'task.txt'), 'Sum these:\n')
    expect(await promptSent(['-f', 'task.txt', '-'], { cwd, stdin: '6\n7\n' })).toBe('Sum these:\n\n6\n7')
  })

  it('is the pipe where the file is called -', async () => {
    expect(await promptSent(['-f', '-'], { stdin: 'What is 6 × 7?\n' })).toBe('What is 6 × 7?')
  })

  it('may begin with a hyphen behind --', async () => {
    expect(await promptSent(['--', '-6 × -7?'])).toBe('-6 × -7?')
  })

  it.each([
    ['none, at a terminal', [], undefined, 'There is no prompt.'],
    ['- at a terminal', ['-'], undefined, 'There is no prompt.'],
    ['an empty pipe', [], ' \n', 'The prompt is empty.'],
    ['empty words', ['  '], undefined, 'The prompt is empty.'],
    ['a file that is not there', ['-f', 'nowhere.txt'], undefined, 'nowhere.txt cannot be read'],
    [
      'words and a file',
      ['-f', 'prompt.txt', 'What?'],
      undefined,
      'There is a prompt in words and one in a file.',
    ],
    ['a pipe that is no text', [], Uint8Array.of(0x61, 0xff), 'is not UTF-8 text'],
  ])('is refused: %s', async (_name, args, stdin, message) => {
    const options = stdin === undefined ? {} : { stdin }
    const { exitCode, stdout, stderr } = await runCli(['ask', ...args], options)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})
