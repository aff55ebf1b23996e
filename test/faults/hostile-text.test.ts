import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { installedModel } from '../support/default-replies.ts'
import { emptyFolder } from '../support/folder.ts'
import { runCli } from '../support/run-cli.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream, errorReply, json } from '../support/scripted-reply.ts'
import { readRun } from '../support/vote-script.ts'

/** Colour, cursor, clipboard, a link, a device string, their C1 forms, a line written over, text turned round, and a bell. */
const hostile = [
  ...['\u001b[31m', '\u001b[2J\u001b[H', '\u001b]52;c;aGk=\u0007', '\u001b]8;;http://a.example\u001b\\'],
  ...[
    '\u001bP+q544e\u001b\\',
    '\u009b2J',
    '\u009d0;title\u009c',
    '\u0090x\u009c',
    '\rover',
    '\u202e',
    '\u2066',
    '\u0007\b',
  ],
].join('')

/** Anything that commands a terminal: control characters but tab and line feed, and marks that reorder text. */
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

const name = `magi${hostile}stral:24b`
const sample = () =>
  chatStream({
    thinking: ['So', hostile, ' far.'],
    text: ['Well', hostile, '.\n\n', `Final answer: 4${hostile}2`],
  })

/** A runtime each of whose words tries to command the terminal, and what the program shows of it. */
async function hostileWorld() {
  const ollama = await ScriptedOllama.start(...Array.from({ length: 32 }, () => sample))
  onTestFinished(() => ollama.close())
  ollama.installed = [
    installedModel({
      name,
      digest: `${hostile}39c75d9a7c0b`,
      capabilities: ['completion', 'thinking', hostile],
      template: `{{ .Prompt }}${hostile}`,
      system: hostile,
    }),
  ]
  ollama.on('/api/version', json({ version: `0.32${hostile}` }))
  const home = emptyFolder()
  const env = {
    OLLAMA_HOST: ollama.host,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    NO_COLOR: '1',
    CI: '1',
  }
  const show = async (args: readonly string[], isTerminal: boolean) => {
    const ran = await runCli(args, { env, outIsTerminal: isTerminal, errIsTerminal: isTerminal })
    expect(`${args.join(' ')}: ${ran.stdout}${ran.stderr}`.slice(args.join(' ').length)).not.toMatch(commands)
    return ran
  }
  return { ollama, home, show }
}

describe.each([
  ['a terminal', true],
  ['a pipe', false],
] as const)('text of a runtime and a model that tries the terminal, shown on %s', (_, isTerminal) => {
  it('commands nothing, wherever it stands, and is kept byte for byte in the journal', async () => {
    const { home, show } = await hostileWorld()
    const folder = join(home, 'run')
    await show(['ask', '-m', name, 'x'], isTerminal)
    await show(['ask', '-m', name, '--verbose', 'x'], isTerminal)
    await show(
      ['vote', '-m', name, '-n', '3', '--rule', 'all', '--explain', '--run-dir', folder, 'x'],
      isTerminal,
    )
    await show(['vote', '-m', name, '-n', '2', '--run-dir', `${folder}2`, 'x'], isTerminal)
    for (const { text, thinking } of (await readRun(folder)).samples) {
      expect(thinking).toBe(`So${hostile} far.`)
      expect(text).toBe(`Well${hostile}.\n\nFinal answer: 4${hostile}2`)
    }
    expect(await readFile(join(folder, 'journal.jsonl'), 'utf8')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    for (const [exitCode, ...args] of [
      [0, 'doctor', '-m', name],
      [0, 'runs', 'list'],
      [0, 'runs', 'show', folder],
      [0, 'runs', 'show', folder, '0'],
      [0, 'runs', 'revote', folder],
      [0, 'runs', 'verify', folder],
      [2, 'runs', 'compare', folder, `${folder}2`],
      [0, 'report', folder],
      [0, 'report', folder, '--format', 'md'],
      [0, 'guard', join(folder, 'journal.jsonl')],
      [0, 'guard', '--jsonl', join(folder, 'journal.jsonl')],
      [0, 'ask', '--dry-run', '-m', name, hostile],
      [6, 'ask', '-m', `nosuch\u001b[31m\u202e`, 'x'],
    ] as const)
      expect([args, (await show(args, isTerminal)).exitCode]).toEqual([args, exitCode])
  })

  it('commands nothing where it is an error', async () => {
    const { ollama, show } = await hostileWorld()
    const replies = [
      errorReply(400, `no${hostile}`),
      errorReply(500, `no${hostile}`),
      { status: 500, headers: { 'content-type': 'text/html' }, steps: [] },
    ]
    for (const reply of [...replies, chatStream({ text: 'x', doneReason: `so${hostile}` })]) {
      ollama.on('/api/chat', ({ body }) =>
        (body as { messages: unknown[] }).messages.length === 0
          ? json({ done: true, done_reason: 'load', message: { content: '' } })
          : reply.steps.length === 0
            ? errorReply(500, `<html>${hostile}`)
            : reply,
      )
      const { exitCode } = await show(['ask', '-m', name, '--on-trip', 'drop', 'x'], isTerminal)
      expect(exitCode).toBe(1)
    }
    ollama.on('/api/tags', errorReply(500, `no${hostile}`))
    expect((await show(['ask', 'x'], isTerminal)).exitCode).not.toBe(0)
  })
})
