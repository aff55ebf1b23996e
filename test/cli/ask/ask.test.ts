import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleSchema } from '../../../src/sample/sample.ts'
import { installedModel } from '../../support/default-replies.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { emptyFolder } from '../../support/folder.ts'
import { bodiesOf, cliWith } from '../../support/run-cli.ts'
import { chatStream, cut, end, hold, joined, json, send, stream } from '../../support/scripted-reply.ts'
import { sampleLines } from '../../support/wire-lines.ts'

const thought = { thinking: 'Six sevens are forty-two.', text: 'It is 42.' }
const shownModel =
  'magistral:24b (39c75d9a7c0b) · Magistral Small 1.0 (2506) · preset balanced · window 40960\n'

describe('magi ask', () => {
  it('streams the thinking to stderr and the answer, alone, to stdout', async () => {
    const { ollama, run } = await cliWith(chatStream(thought))
    expect(await run(['ask', 'What is 6 × 7?'])).toEqual({
      exitCode: 0,
      stdout: 'It is 42.\n',
      stderr: `${shownModel}magistral:24b is loaded\nSix sevens are forty-two.\n`,
    })
    expect(bodiesOf(ollama)).toEqual([
      {
        model: 'magistral:24b',
        stream: true,
        shift: false,
        truncate: false,
        think: true,
        messages: [{ role: 'user', content: 'What is 6 × 7?' }],
        options: {
          num_ctx: 40_960,
          num_predict: 38_912,
          temperature: 0.7,
          top_p: 0.95,
          top_k: 64,
          min_p: 0,
          repeat_penalty: 1,
          seed: expect.any(Number),
        },
      },
    ])
  })

  it('shows each piece as it comes where no other answer may follow', async () => {
    const [first, second, third = '', fourth = '', last = ''] = sampleLines({
      thinking: ['Six ', 'sevens.'],
      text: ['4', '2'],
    })
    const pauses = [hold(), hold(), hold()]
    const [a, b, c] = pauses as [ReturnType<typeof hold>, ReturnType<typeof hold>, ReturnType<typeof hold>]
    const { start } = await cliWith(
      stream(send(first ?? ''), a, send(second ?? ''), send(third), b, send(fourth), c, send(last), end),
    )
    const running = await start(['ask', '--quiet', '--on-trip', 'drop', 'What is 6 × 7?'])
    await running.shows('')
    await a.reached
    expect(running.stdout).toBe('')
    a.release()
    await running.shows('4')
    expect(running.stdout).toBe('4')
    b.release()
    await running.shows('42')
    c.release()
    expect(await running.result).toEqual({ exitCode: 0, stdout: '42\n', stderr: '' })
  })

  it.each([1, 3, 7])('shows the same however the bytes are cut (%i)', async (size) => {
    const { run } = await cliWith(cut(chatStream({ thinking: 'Añadir 日本.', text: '≈ 4²' }), size))
    const { stdout, stderr } = await run(['ask', 'x'])
    expect({ stdout, thinking: stderr.split('\n').at(-2) }).toEqual({
      stdout: '≈ 4²\n',
      thinking: 'Añadir 日本.',
    })
  })

  it.each([
    ['--hide-thinking', `${shownModel}magistral:24b is loaded\n`],
    ['--quiet', ''],
  ])('keeps the thinking to itself under %s', async (flag, stderr) => {
    const { run } = await cliWith(chatStream(thought))
    expect(await run(['ask', flag, 'x'])).toEqual({ exitCode: 0, stdout: 'It is 42.\n', stderr })
  })

  it('adds no line to an answer that ends with one', async () => {
    const { run } = await cliWith(chatStream({ text: ['42\n'] }))
    expect((await run(['ask', 'x'])).stdout).toBe('42\n')
  })

  it('dims the thinking on a terminal, and nothing else', async () => {
    const { run } = await cliWith(chatStream({ thinking: ['Hm.'], text: '42' }))
    const { stderr } = await run(['ask', 'x'], { env: { FORCE_COLOR: '1' } })
    expect(stderr).toContain('\u001b[2mHm.\u001b[22m')
  })
})

describe('model text on a terminal', () => {
  const hostile = [
    'a\u001b',
    '[31mred',
    '\u001b]0;ti',
    'tle\u0007b',
    '\u009b2',
    'Jc',
    '\u202Ed\r',
    '\ne\u0000',
  ]
  const clean = 'aredbcd\ne'

  it.each([
    ['one message a piece', 0],
    ['bytes cut by 1', 1],
    ['bytes cut by 3', 3],
    ['bytes cut by 7', 7],
  ])('loses every escape sequence, also one that is split: %s', async (_name, size) => {
    const reply = chatStream({ thinking: hostile, text: hostile })
    const { run } = await cliWith(size === 0 ? reply : cut(joined(reply), size))
    const { exitCode, stdout, stderr } = await run(['ask', 'x'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${clean}\n` })
    expect(stderr).toBe(`${shownModel}magistral:24b is loaded\n${clean}\n`)
  })

  it('stays as it was in JSON, escaped', async () => {
    const { run } = await cliWith(chatStream({ text: hostile }))
    const { stdout } = await run(['ask', '--json', 'x'])
    expect(sampleSchema.parse(JSON.parse(stdout)).text).toBe(hostile.join(''))
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })
})

describe('thinking that only its closing tag shows', () => {
  const reply = chatStream({ text: ['Six ', 'sevens.', '</think>', 'It is ', '42.'] })

  it('never reaches a stdout that is no terminal', async () => {
    const { run } = await cliWith(reply)
    const { stdout, stderr } = await run(['ask', 'x'])
    expect(stdout).toBe('It is 42.\n')
    expect(stderr).toContain('Six sevens.\n')
  })

  it('is shown as thinking on a terminal, where the model is known to think', async () => {
    const { run } = await cliWith(reply)
    const { stdout, stderr } = await run(['ask', 'x'], {
      outIsTerminal: true,
      errIsTerminal: true,
      env: { TERM: 'xterm', CI: '1' },
    })
    expect(stdout).toBe('It is 42.\n')
    expect(stderr).toContain('\u001b[2mSix \u001b[22m\u001b[2msevens.\u001b[22m\n')
    expect(stderr).not.toContain('stands above')
  })

  it('is named on a terminal, where the model is not known to think, or was told not to', async () => {
    const plain = installedModel({
      name: 'plain:1b',
      capabilities: ['completion'],
      template: '{{ .Prompt }} ',
    })
    const { ollama, run } = await cliWith(reply, reply)
    const toldNot = await run(['ask', '--no-think', 'x'], { outIsTerminal: true })
    ollama.installed = [plain]
    const unknown = await run(['ask', '-m', 'plain', 'x'], { outIsTerminal: true })
    for (const { stdout, stderr } of [toldNot, unknown]) {
      expect(stdout).toBe('Six sevens.It is 42.\n')
      expect(stderr).toContain('(what stands above was thinking)')
    }
  })

  it('and that never comes, was the answer: it is printed as that when it is whole', async () => {
    const { run } = await cliWith(
      ...Array.from({ length: 4 }, () => chatStream({ text: ['It ', 'is ', '42.'] })),
    )
    for (const outIsTerminal of [true, false]) {
      const shown = await run(['ask', 'x'], { outIsTerminal })
      expect(shown.stdout).toBe('It is 42.\n')
      const held = outIsTerminal ? 'It is 42.\n' : ''
      expect(shown.stderr.replace(/warning: .*was expected to think.*\n/, '')).toBe(
        `${shownModel}magistral:24b is loaded\n${held}`,
      )
      const hidden = await run(['ask', '--hide-thinking', 'x'], { outIsTerminal })
      expect(hidden.stdout).toBe('It is 42.\n')
      expect(hidden.stderr).not.toContain('It is')
    }
  })

  it('is known from the first word where the prompt ends with the opening tag', async () => {
    const { ollama, run } = await cliWith(reply)
    ollama.installed = [
      installedModel({ capabilities: ['completion'], template: '{{ .Prompt }}<think>\n', system: '' }),
    ]
    ollama.on('/api/chat', (request) => {
      const { messages, _debug_render_only: renders } = request.body as Record<string, unknown[]>
      if (renders) return json({ done: false, _debug_info: { rendered_template: '[INST]x[/INST]<think>\n' } })
      return messages?.length === 0
        ? json({ done: true, done_reason: 'load', message: { content: '' } })
        : reply
    })
    const { stdout, stderr } = await run(['ask', '--no-think', 'x'], { outIsTerminal: true })
    expect(stdout).toBe('It is 42.\n')
    expect(stderr).toContain('Six sevens.\n')
    expect(stderr).not.toContain('stands above')
    expect(ollama.requests.filter(({ rawBody }) => rawBody.includes('_debug_render_only'))).not.toHaveLength(
      0,
    )
  })

  it('keeps what was said before an opening tag', async () => {
    const { run } = await cliWith(chatStream({ text: ['Well. ', '<think>Hm.</think>', '42'] }))
    expect((await run(['ask', 'x'])).stdout).toBe('Well. 42\n')
  })

  it.each([1, 3, 7])('is told apart however the text is cut (%i)', async (size) => {
    const text = 'Six sevens.</think>It is 42.'
    const pieces = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
    const { run } = await cliWith(chatStream({ text: pieces }))
    expect((await run(['ask', 'x'])).stdout).toBe('It is 42.\n')
  })
})

describe('magi ask --json', () => {
  it('prints one sample, and nothing else, on stdout', async () => {
    const { run } = await cliWith(chatStream(thought))
    const { exitCode, stdout } = await run(['ask', '--json', '--seed', '7', 'What is 6 × 7?'], {
      clock: new FakeClock(),
    })
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')).toHaveLength(2)
    expect(sampleSchema.strict().parse(JSON.parse(stdout))).toEqual({
      schema: 'magi.sample/1',
      key: 'p1/0',
      problem: 'p1',
      index: 0,
      seed: 7,
      thinking: 'Six sevens are forty-two.',
      text: 'It is 42.',
      answer: { type: 'none', reason: 'not-asked' },
      end: { type: 'finished', reason: 'stop' },
      forced: false,
      tokens: { prompt: 21, output: 8, thinking: 4, counted: 'runtime' },
      timing: { firstPartMs: 0, elapsedMs: 0 },
      attempt: 1,
    })
  })

  it('holds the answer of the kind that was asked for', async () => {
    const { run } = await cliWith(chatStream(thought))
    const { stdout, stderr } = await run(['ask', '--json', '--answer', 'number', 'What is 6 × 7?'])
    expect(sampleSchema.parse(JSON.parse(stdout)).answer).toMatchObject({
      type: 'found',
      value: '42',
      kind: 'number',
    })
    expect(stderr).not.toContain('answer:')
  })
})

it('looks for the think tags of a card of your own', async () => {
  const config = emptyFolder()
  await mkdir(join(config, 'magi', 'models'), { recursive: true })
  const card = {
    ...{ name: 'ponder', title: 'Ponder', source: 'own', names: ['ponder'], version: '1' },
    match: { name: 'ponder' },
    thinkTags: { open: '<ponder>', close: '</ponder>' },
    answer: { marker: 'line', instruction: 'End with "Answer:".', opening: 'Answer: ' },
    ...{ thinkByDefault: true, thinkingNeedsSystem: false, scores: [] },
  }
  await writeFile(join(config, 'magi', 'models', 'ponder.json'), JSON.stringify(card))
  const { ollama, run } = await cliWith(chatStream({ text: ['<pon', 'der>Six sevens.', '</ponder>', '42'] }))
  ollama.installed = [installedModel({ name: 'ponder:7b', capabilities: ['completion'] })]
  const { exitCode, stdout, stderr } = await run(['ask', '-m', 'ponder', 'x'], {
    env: { XDG_CONFIG_HOME: config },
  })
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
  expect(stderr).toContain('Six sevens.')
})
